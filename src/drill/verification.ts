/** Whether a system that was hurt has kept its word. Each check adds sentences to `losses`; none = all is well. */
import { isDeepStrictEqual } from 'node:util';
import { pollUntil } from '../local-servers/poll-until';
import { newId } from '../shared/ids';
import type { ApiClient } from './api-client';
import type { KnownRecord } from './journal';
import { backlogOf, digestOf, withEvidence } from './ledger-evidence';
import type { DrillOrganization } from './seed-organization';
import type { Writer } from './writer';

export interface Verified {
  losses: string[];
  records: number;
  deleted: number;
  foundDone: number;
  slowestWriteMs: number;
  drainedMs: number;
  weeks: number;
  openConflicts: number;
}

export interface Suspect {
  api: ApiClient;
  organization: DrillOrganization;
  databaseAdminUrl: string;
  writers: readonly Writer[];
}

const SETTLE_LIMIT_MS = 30_000;
const STUCK_LIMIT_MS = 5_000;
const DRAIN_LIMIT_MS = 90_000;
const RECOMPUTE_LIMIT_MS = 90_000;

/** Everything a committed write promises: it is there once, nothing is locked, its effects happened, the ledger is a full recompute's. */
export async function verify(suspect: Suspect): Promise<Verified> {
  const losses: string[] = [];
  for (const writer of suspect.writers) await writer.settle(SETTLE_LIMIT_MS);
  await compareRecords(suspect, losses);
  const slowestWriteMs = await touchEveryone(suspect, losses);
  const drainedMs = await awaitDrained(suspect, losses);
  const { weeks, openConflicts } = await compareWithFullRecompute(suspect, losses);
  const journals = suspect.writers.map((writer) => writer.journal);
  for (const journal of journals) losses.push(...journal.wrong.splice(0));
  return {
    losses,
    records: sum(journals.map(({ alive }) => alive.size)),
    deleted: sum(journals.map(({ deleted }) => deleted.size)),
    foundDone: sum(journals.map(({ foundDone }) => foundDone)),
    slowestWriteMs,
    drainedMs,
    weeks,
    openConflicts,
  };
}

/** The API's lists hold exactly what was acknowledged, each record once and as it was answered. */
async function compareRecords({ api, organization, writers }: Suspect, losses: string[]): Promise<void> {
  const known = new Map(writers.flatMap(({ journal }) => [...journal.alive]));
  const collections = ['/allocations', '/absences', `/calendars/${organization.calendarId}/holidays`];
  for (const collection of collections) {
    const found = new Map((await api.listAll(collection)).map((body) => [String(body['id']), body]));
    for (const [id, body] of found) {
      const record = known.get(id);
      if (record === undefined)
        losses.push(`${collection}/${id} is there although nobody was told so (or it was deleted)`);
      else if (!isSame(record, body))
        losses.push(`${collection}/${id} is not what was answered: ${difference(record, body)}`);
    }
    for (const record of known.values())
      if (record.collection === collection && !found.has(record.id)) losses.push(`${collection}/${record.id} is lost`);
  }
}

/** A field that is undefined on our side was not answered, and says nothing. */
function isSame(record: KnownRecord, body: Record<string, unknown>): boolean {
  return differingFields(record, body).length === 0;
}

function differingFields({ body: known }: KnownRecord, found: Record<string, unknown>): string[] {
  return Object.keys(known).filter((name) => known[name] !== undefined && !isDeepStrictEqual(known[name], found[name]));
}

function difference(record: KnownRecord, found: Record<string, unknown>): string {
  return differingFields(record, found)
    .map((name) => `${name} ${JSON.stringify(record.body[name])} -> ${JSON.stringify(found[name])}`)
    .join(', ');
}

/** A write to each person: one that hangs on a lock left behind is a loss. */
async function touchEveryone({ api, organization }: Suspect, losses: string[]): Promise<number> {
  let slowest = 0;
  const { firstDate, projectId } = organization;
  for (const personId of organization.personIds) {
    const body = { person_id: personId, project_id: projectId, start_date: firstDate, end_date: firstDate };
    const call = { method: 'POST', path: '/allocations', idempotencyKey: newId() } as const;
    const reply = await api.send({ ...call, body: { ...body, minutes_per_day: 60 } });
    slowest = Math.max(slowest, reply.elapsedMs);
    if (reply.status !== 201 || reply.elapsedMs > STUCK_LIMIT_MS)
      losses.push(`a write to person ${personId} was answered ${String(reply.status)} after ${ms(reply.elapsedMs)}`);
    const gone = await api.send({ method: 'DELETE', path: `/allocations/${String(reply.body['id'])}` });
    if (gone.status !== 204) losses.push(`a deletion was answered ${String(gone.status)}`);
  }
  return Math.round(slowest);
}

/** Waits until every committed change has had its effects; answers after how many milliseconds. */
export async function awaitDrained(
  { databaseAdminUrl }: Pick<Suspect, 'databaseAdminUrl'>,
  losses: string[],
): Promise<number> {
  const began = performance.now();
  await withEvidence(databaseAdminUrl, async (client) => {
    const isDrained = async (): Promise<true | undefined> => {
      const { outboxWaiting, dirtyRanges } = await backlogOf(client);
      return outboxWaiting === 0 && dirtyRanges === 0 ? true : undefined;
    };
    if ((await pollUntil(isDrained, DRAIN_LIMIT_MS)) !== undefined) return;
    losses.push(`not drained after ${ms(DRAIN_LIMIT_MS)}: ${JSON.stringify(await backlogOf(client))}`);
  });
  return Math.round(performance.now() - began);
}

/** A full recompute must find nothing to change: neither a week nor a conflict. */
export async function compareWithFullRecompute(
  {
    api,
    organization,
    databaseAdminUrl,
  }: Pick<Suspect, 'api' | 'databaseAdminUrl'> & { organization: Pick<DrillOrganization, 'organizationId'> },
  losses: string[],
): Promise<{ weeks: number; openConflicts: number }> {
  const digest = () => withEvidence(databaseAdminUrl, (client) => digestOf(client, organization.organizationId));
  const before = await digest();
  const run = await recomputeInFull(api);
  const after = await digest();
  if (run['state'] !== 'completed') losses.push(`the full recompute ended as ${String(run['state'])}`);
  if (run['changed_weeks'] !== 0) losses.push(`a full recompute changed ${String(run['changed_weeks'])} weeks`);
  if (before.weeks !== after.weeks) losses.push('stored weeks differ before and after a full recompute');
  if (before.conflicts !== after.conflicts) losses.push('conflicts differ before and after a full recompute');
  return { weeks: after.weekCount, openConflicts: after.conflictCount };
}

/** Asks for a full recompute and answers the run as it ended, or as it is when the limit passes. */
export async function recomputeInFull(api: ApiClient, limitMs = RECOMPUTE_LIMIT_MS): Promise<Record<string, unknown>> {
  const asked = await api.demand({ method: 'POST', path: '/capacity:recompute', body: { mode: 'full' } });
  const path = `/capacity/runs/${String(asked['run_id'])}`;
  const ended = await pollUntil(async () => {
    const run = await api.demand({ method: 'GET', path });
    return run['state'] === 'queued' || run['state'] === 'running' ? undefined : run;
  }, limitMs);
  return ended ?? api.demand({ method: 'GET', path });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function ms(value: number): string {
  return `${String(Math.round(value))} ms`;
}
