/**
 * What many open requests cost: a thousand that are really waiting, each with its workflow, and two hundred schedules on the dev
 * server, in a list of ten thousand; and ten thousand report schedules. How long the API takes, and how much memory the worker needs.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { ApiClient } from '../drill/api-client';
import { backlogOf, withEvidence } from '../drill/ledger-evidence';
import { seedOwner } from '../drill/seed-organization';
import { WholeSystem, type WholeSystemRequest } from '../drill/whole-system';
import { pollUntil } from '../local-servers/poll-until';
import { timesOf, type Times } from './percentiles';

export interface ApprovalBenchRequest extends WholeSystemRequest {
  runs: number;
  log: (line: string) => void;
}

/** Resident memory of the worker in megabytes, each `EVERY_MS` for a minute. */
export interface Memory {
  /** While a tenth of the requests wait. */
  fewWaiting: number[];
  /** While all of them wait. */
  allWaiting: number[];
  /** After two hundred decisions. */
  afterDecisions: number[];
}

export interface ApprovalBench {
  open: number;
  rows: number;
  schedules: number;
  reads: { what: string; times: Times }[];
  memory: Memory;
}

const FEW = 100;
const OPEN = 1_000;
const ENDED = 9_000;
const SCHEDULES = 200;
const DECIDED = 200;
const REPORT_SCHEDULES = 10_000;
const AT_ONCE = 8;
const START_LIMIT_MS = 120_000;
const CALL_LIMIT_MS = 60_000;
const SETTLE_LIMIT_MS = 300_000;
const EVERY_MS = 5_000;
const SAMPLES = 12;

/** Ended requests by SQL, one a person and day; the open ones are asked over HTTP. */
const FILL = `
  with people_made as (
    insert into people (organization_id, id, full_name)
    select $1, gen_random_uuid(), 'Person ' || number from generate_series(1, 100) number returning id),
  asked as (
    insert into approvals (organization_id, id, kind, state, levels, subject_type, subject_id, subject_person_id,
      requested_by, decided_at)
    select $1, gen_random_uuid(), 'allocation_request', 'approved', '[{"approvers": [{"type": "role", "role": "owner"}],
        "rule": "any", "quorum": null, "remindAfter": null, "escalateAfter": null, "escalateTo": null}]',
      'allocation', gen_random_uuid(), p.id, $2, now()
    from people_made p, generate_series(1, $3::int / 100) returning id)
  insert into approval_steps (organization_id, id, approval_id, level, state, opened_at, closed_at)
  select $1, gen_random_uuid(), id, 1, 'approved', now(), now() from asked`;

/** Connections of organisations of their own, each read once a year. */
const SCHEDULE = `
  with made as (
    insert into organizations (id, name) select gen_random_uuid(), 'Scheduled' from generate_series(1, $1::int / 2) returning id)
  insert into connections (organization_id, id, provider, status, error, schedule_cron, schedule_timezone, schedule_kinds,
    schedule_enabled)
  select id, gen_random_uuid(), provider, 'error', 'credentials_missing', '0 5 1 1 *', 'Europe/Paris', '{roster}', true
  from made, (values ('payfit'), ('gryzzly')) as providers (provider)`;

/** Report schedules of one owner, for as long as their list is measured: the scheduler is not told of them. */
const FILL_REPORTS = `
  insert into report_schedules (organization_id, id, owner_user_id, name, report, parameters, cron, timezone, formats, language)
  select $1, gen_random_uuid(), $2, 'Load ' || number, 'utilization', '{"group_by": "team", "period": "last_week"}',
    number % 60 || ' 8 * * 1', (array['Europe/Paris', 'Asia/Tokyo', 'America/New_York'])[1 + number % 3], '{csv}', 'en'
  from generate_series(1, $3::int) number`;

/** Runs on a system of its own, which is gone afterwards. */
export async function benchApprovals(request: ApprovalBenchRequest): Promise<ApprovalBench> {
  const system = await WholeSystem.prepare(request);
  try {
    await system.start(START_LIMIT_MS);
    return await withEvidence(system.databaseAdminUrl, (client) => measure(system, client, request));
  } finally {
    await system.remove();
  }
}

async function measure(system: WholeSystem, client: Client, request: ApprovalBenchRequest): Promise<ApprovalBench> {
  const { runs, log } = request;
  const { organizationId, login } = await seedOwner(system.databaseAdminUrl);
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  await client.query(SCHEDULE, [SCHEDULES]);
  await restartWorker(system);
  log(`${String(SCHEDULES)} schedules`);
  const userId = await userIdOf(client, login.email);
  const approver = await addOwner(client, system, organizationId);
  await client.query(FILL, [organizationId, userId, ENDED]);
  await client.query('analyze');
  const people = await personIds(client, organizationId);
  const ids = await ask(api, people, FEW);
  await settled(client, FEW);
  log(`${String(ids.length)} requests wait`);
  const fewWaiting = await memoryOfAMinute(system);
  ids.push(...(await ask(api, people, OPEN - FEW)));
  await settled(client, OPEN);
  log(`${String(ids.length)} requests wait`);
  const paths = {
    'a plain request': '/auth/me',
    'list, first page': '/approvals?page_size=50',
    'list, pending alone': '/approvals?state=pending&page_size=50',
    'inbox of an approver': '/approvals?mine=true&page_size=50',
    'one request': `/approvals/${ids[0] ?? ''}`,
  };
  const reads: ApprovalBench['reads'] = [];
  for (const [what, path] of Object.entries(paths)) reads.push({ what, times: await readTimes(approver, path, runs) });
  reads.push(await readReportSchedules(client, approver, { organizationId, userId, runs }));
  const allWaiting = await memoryOfAMinute(system);
  await inTurns(ids.slice(0, DECIDED), (id) => approver.demand({ method: 'POST', path: `/approvals/${id}:approve` }));
  await settled(client, OPEN);
  const memory = { fewWaiting, allWaiting, afterDecisions: await memoryOfAMinute(system) };
  return { open: ids.length, rows: ids.length + ENDED, schedules: SCHEDULES, reads, memory };
}

async function userIdOf(client: Client, email: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select id from users where email = $1', [email]);
  return rows[0]?.id ?? '';
}

/** A new worker makes the server's schedules agree with the table. */
async function restartWorker(system: WholeSystem): Promise<void> {
  const before = system.workerPids();
  system.killWorker();
  const isBack = (): Promise<true | undefined> => {
    const now = system.workerPids();
    return Promise.resolve(now.length > 0 && now.every((pid) => !before.includes(pid)) ? true : undefined);
  };
  if ((await pollUntil(isBack, START_LIMIT_MS)) === undefined) throw new Error('the worker did not come back');
}

/** A second owner, who decides what the first one asks. */
async function addOwner(client: Client, system: WholeSystem, organizationId: string): Promise<ApiClient> {
  const { login } = await seedOwner(system.databaseAdminUrl);
  await client.query(
    `update memberships set organization_id = $1 where user_id = (select id from users where email = $2)`,
    [organizationId, login.email],
  );
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  const levels = [{ approvers: [{ type: 'role', role: 'owner' }], rule: 'any', remind_after: 'P2D' }];
  await api.demand({ method: 'POST', path: '/approval-policies', body: { kind: 'allocation_request', levels } });
  return api;
}

async function personIds(client: Client, organizationId: string): Promise<string[]> {
  const sql = 'select id from people where organization_id = $1 order by id';
  const { rows } = await client.query<{ id: string }>(sql, [organizationId]);
  return rows.map(({ id }) => id);
}

async function ask(api: ApiClient, people: readonly string[], count: number): Promise<string[]> {
  const ids: string[] = [];
  await inTurns(
    Array.from({ length: count }, (_, number) => people[number % people.length]),
    async (person_id) => {
      const body = { person_id, start_date: '2027-03-01', end_date: '2027-03-05', percent: 1 };
      const asked = await api.demand({ method: 'POST', path: '/allocation-requests', body });
      ids.push(String(asked['id']));
    },
  );
  return ids;
}

/** Until every event was relayed and every mail about `asked` requests sent. */
async function settled(client: Client, asked: number): Promise<void> {
  const isSettled = async (): Promise<true | undefined> => {
    const { outboxWaiting } = await backlogOf(client);
    const { rows } = await client.query<{ told: number; unsent: number }>(
      `select (select count(distinct approval_id)::int from approval_notices) as told,
        (select count(*)::int from approval_notices where sent_at is null) as unsent`,
    );
    const [{ told, unsent } = { told: 0, unsent: 1 }] = rows;
    return outboxWaiting === 0 && told >= asked && unsent === 0 ? true : undefined;
  };
  if ((await pollUntil(isSettled, SETTLE_LIMIT_MS)) === undefined) throw new Error('the requests did not settle');
}

async function readTimes(api: ApiClient, path: string, runs: number): Promise<Times> {
  const elapsed: number[] = [];
  for (let run = -3; run < runs; run += 1) {
    const reply = await api.send({ method: 'GET', path });
    if (reply.status !== 200) throw new Error(`${path} was answered ${String(reply.status)}`);
    if (run >= 0) elapsed.push(reply.elapsedMs);
  }
  return timesOf(elapsed);
}

async function readReportSchedules(
  client: Client,
  api: ApiClient,
  { organizationId, userId, runs }: { organizationId: string; userId: string; runs: number },
): Promise<{ what: string; times: Times }> {
  await client.query(FILL_REPORTS, [organizationId, userId, REPORT_SCHEDULES]);
  const times = await readTimes(api, '/report-schedules?page_size=50', runs);
  await client.query('delete from report_schedules where organization_id = $1', [organizationId]);
  return { what: `report schedules of ${String(REPORT_SCHEDULES)}, a page`, times };
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
  }
}

async function memoryOfAMinute(system: WholeSystem): Promise<number[]> {
  const samples: number[] = [];
  while (samples.length < SAMPLES) {
    await pause(EVERY_MS);
    samples.push(workerMemory(system));
  }
  return samples;
}

/** Linux alone says it this way; 0 where it does not. */
function workerMemory(system: WholeSystem): number {
  const kilobytes = system.workerPids().map((pid) => {
    const [, resident = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return Number(resident);
  });
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1_024);
}
