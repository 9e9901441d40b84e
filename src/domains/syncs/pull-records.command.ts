/** Reads a provider page by page into the mirror. */
import { DomainError } from '../../shared/domain-error';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { Connection } from '../integrations/connections.types';
import { holdConnection } from '../integrations/hold-connection.query';
import type { ProviderPage } from '../integrations/provider.types';
import type { ProviderRecord, RecordKind, RejectedRow } from '../integrations/provider-records.types';
import { recordKindsOf } from '../integrations/sync-kinds.rules';
import { leaveOutErased } from './leave-out-erased.command';
import { ProviderRecordRepository } from './provider-records.repository';
import type { PulledRecords, StoredFacts } from './pulled-records.types';
import { afterPass, windowOf } from './pull-steps.rules';
import { factsOf, stableJson, type RecordFacts } from './record-facts.rules';
import { RehearsedRecordRepository } from './rehearsed-records.repository';
import { SyncLogRepository } from './sync-log.repository';
import { SyncRunRepository } from './sync-runs.repository';
import type { PullCursor, SyncRun } from './syncs.types';

/** The next page to ask a provider for. */
export interface PageToRead {
  kind: RecordKind;
  cursor: PullCursor;
  window: { from: string; to: string } | undefined;
  /** For declarations: whose. */
  userExternalIds: string[] | undefined;
}

/** What comes next in a run's reading; null when all is read, and the run has moved on to matching. */
export async function nextPage(
  uow: UnitOfWork,
  run: SyncRun,
  connection: Pick<Connection, 'id' | 'provider'>,
): Promise<PageToRead | null> {
  const cursor = cursorOf(run);
  const kind = recordKindsOf(connection.provider, run.kind)[cursor.step];
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  if (kind === undefined) {
    await runs.advance(run.id, { phase: 'matching', done: 0, total: null });
    return null;
  }
  const window = windowOf(kind, cursor.asOf);
  if (kind !== 'declaration') return { kind, cursor, window, userExternalIds: undefined };
  const records = pulledRecords(uow, run);
  const userExternalIds = await records.externalIds('user');
  if (userExternalIds.length > 0) return { kind, cursor, window, userExternalIds };
  const after = { ...cursor, step: cursor.step + 1 };
  await runs.advance(run.id, { cursor: after });
  return nextPage(uow, { ...run, cursor: after }, connection);
}

/** The cursor of the page after this one of the same listing. */
export function cursorWithin(cursor: PullCursor, page: Pick<ProviderPage, 'nextCursor' | 'moved'>): PullCursor {
  return { ...cursor, page: page.nextCursor, moved: cursor.moved || page.moved };
}

/**
 * Stores a page and moves the run's cursor behind it, in one transaction: a crash loses neither or both. A page that somebody
 * else has stored meanwhile, or of a run that has ended, changes nothing, and false says that more of it is of no use.
 */
export async function storePage(
  uow: UnitOfWork,
  { run, asked, page }: { run: SyncRun; asked: PageToRead; page: ProviderPage },
): Promise<boolean> {
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const held = await runs.getForUpdate(run.id);
  if (held.state !== 'running' || stableJson(held.cursor) !== stableJson(asked.cursor)) return false;
  // An erasure holds the connection too: whoever it is about is either stored before it or left out after it.
  const { provider } = await holdConnection(uow, run.connectionId);
  const records = pulledRecords(uow, run);
  const read = await leaveOutErased(uow, provider, {
    facts: distinct(page.records).map(factsOf),
    rejected: page.rejected,
  });
  const met = await records.store(run.id, await withOwners(records, read.facts), uow.now);
  const isFirst = asked.cursor.pass === 1;
  const failed = isFirst ? await logRejected(uow, run.id, read.rejected) : 0;
  const erased = isFirst ? read.erased : 0;
  await records.meet(run.id, asked.kind, idsOf(read.rejected));
  const cursor = await cursorAfter(uow, { run, asked, page, records });
  const seen = met + failed + erased;
  await runs.advance(run.id, { cursor, done: held.counts.seen + seen, counts: { seen, failed, erased } });
  return true;
}

/** A dry run leaves the mirror as it is. */
function pulledRecords({ trx, organizationId }: UnitOfWork, run: SyncRun): PulledRecords {
  return run.dryRun
    ? new RehearsedRecordRepository(trx, organizationId, run)
    : new ProviderRecordRepository(trx, organizationId, run.connectionId);
}

/** A kind that these credentials may not read is left out of the run and counts as an error of it. */
export async function skipKind(
  uow: UnitOfWork,
  { run, asked, code }: { run: SyncRun; asked: PageToRead; code: string },
): Promise<void> {
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const held = await runs.getForUpdate(run.id);
  if (held.state !== 'running' || stableJson(held.cursor) !== stableJson(asked.cursor)) return;
  await logListing(uow, run.id, { kind: asked.kind, code });
  const cursor = { ...asked.cursor, step: asked.cursor.step + 1, page: null, pass: 1, moved: false };
  await runs.advance(run.id, { cursor, counts: { seen: 1, failed: 1 } });
}

async function cursorAfter(
  uow: UnitOfWork,
  step: { run: SyncRun; asked: PageToRead; page: ProviderPage; records: PulledRecords },
): Promise<PullCursor> {
  const { run, asked, page, records } = step;
  const within = cursorWithin(asked.cursor, page);
  if (page.nextCursor !== null) return within;
  const listing = { runId: run.id, kind: asked.kind, window: asked.window };
  const missing = await records.countMissing(listing);
  const end = afterPass({ ...asked.cursor, moved: within.moved }, missing);
  if (end.tombstone) await records.markVanished(listing, uow.now);
  if (end.unproven) await logListing(uow, run.id, { kind: asked.kind, code: 'listing_moved' });
  return end.cursor;
}

/** A whole listing that is in doubt or was not read. */
async function logListing(
  uow: UnitOfWork,
  runId: string,
  { kind, code }: { kind: RecordKind; code: string },
): Promise<void> {
  const error = { recordKind: kind, externalId: '*', code, detail: null };
  await new SyncLogRepository(uow.trx, uow.organizationId).addErrors(runId, [error]);
}

async function logRejected(uow: UnitOfWork, runId: string, rejected: readonly RejectedRow[]): Promise<number> {
  const errors = rejected.map(({ kind, externalId, reason }) => ({
    recordKind: kind,
    externalId: externalId ?? '?',
    code: 'not_understood',
    detail: reason,
  }));
  await new SyncLogRepository(uow.trx, uow.organizationId).addErrors(runId, errors);
  return errors.length;
}

/** A page may hold a record twice when rows move under it: the last one counts. */
function distinct(records: readonly ProviderRecord[]): ProviderRecord[] {
  return [...new Map(records.map((record) => [record.externalId, record])).values()];
}

async function withOwners(records: PulledRecords, facts: readonly RecordFacts[]): Promise<StoredFacts[]> {
  const contracts = facts.map(({ owner }) => owner.contract).filter((id) => id !== null);
  const owners = contracts.length === 0 ? new Map<string, string>() : await records.ownersOfContracts(contracts);
  return facts.map((fact) => ({
    ...fact,
    ownerExternalId: fact.owner.account ?? owners.get(fact.owner.contract ?? '') ?? null,
  }));
}

function idsOf(rejected: readonly RejectedRow[]): string[] {
  return rejected.map(({ externalId }) => externalId).filter((id) => id !== null);
}

function cursorOf({ cursor }: SyncRun): PullCursor {
  if (cursor === null) throw new DomainError('conflict', 'The run has not begun.');
  return cursor;
}
