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
import { endedRequests, reportSchedules, syncSchedules } from './approval-load-rows';
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
  await client.query(syncSchedules, [SCHEDULES]);
  await restartWorker(system);
  log(`${String(SCHEDULES)} schedules`);
  const userId = await userIdOf(client, login.email);
  const approver = await addMember(client, system, { organizationId, role: 'owner' });
  await addPolicy(approver);
  await client.query(endedRequests, [organizationId, userId, ENDED]);
  await client.query('analyze');
  const people = await personIds(client, organizationId);
  const ids = await ask(api, people, FEW);
  await settled(client, FEW);
  log(`${String(ids.length)} requests wait`);
  const fewWaiting = await memoryOfAMinute(system);
  ids.push(...(await ask(api, people, OPEN - FEW)));
  await settled(client, OPEN);
  log(`${String(ids.length)} requests wait`);
  const readers = { approver, member: await addMember(client, system, { organizationId, role: 'member' }) };
  const reads = await measureReads(readers, ids[0] ?? '', runs);
  reads.push(await readReportSchedules(client, approver, { organizationId, userId, runs }));
  const allWaiting = await memoryOfAMinute(system);
  await inTurns(ids.slice(0, DECIDED), (id) => approver.demand({ method: 'POST', path: `/approvals/${id}:approve` }));
  await settled(client, OPEN);
  const memory = { fewWaiting, allWaiting, afterDecisions: await memoryOfAMinute(system) };
  return { open: ids.length, rows: ids.length + ENDED, schedules: SCHEDULES, reads, memory };
}

async function measureReads(
  { approver, member }: { approver: ApiClient; member: ApiClient },
  id: string,
  runs: number,
): Promise<ApprovalBench['reads']> {
  const reads: ApprovalBench['reads'] = [];
  const read = async (what: string, api: ApiClient, path: string): Promise<void> => {
    reads.push({ what, times: await readTimes(api, path, runs) });
  };
  await read('a plain request', approver, '/auth/me');
  await read('list, first page', approver, '/approvals?page_size=50');
  await read('list, pending alone', approver, '/approvals?state=pending&page_size=50');
  await read('inbox of an approver', approver, '/approvals?mine=true&page_size=50');
  await read('one request', approver, `/approvals/${id}`);
  await read('list of a member without part', member, '/approvals?page_size=50');
  return reads;
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

/** Somebody else of the organisation. */
async function addMember(
  client: Client,
  system: WholeSystem,
  { organizationId, role }: { organizationId: string; role: 'owner' | 'member' },
): Promise<ApiClient> {
  const { login } = await seedOwner(system.databaseAdminUrl);
  await client.query(
    `update memberships set organization_id = $1, role = $3 where user_id = (select id from users where email = $2)`,
    [organizationId, login.email, role],
  );
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  return api;
}

/** Each request waits for one vote of an owner. */
async function addPolicy(api: ApiClient): Promise<void> {
  const levels = [{ approvers: [{ type: 'role', role: 'owner' }], rule: 'any', remind_after: 'P2D' }];
  await api.demand({ method: 'POST', path: '/approval-policies', body: { kind: 'allocation_request', levels } });
}

async function personIds(client: Client, organizationId: string): Promise<string[]> {
  const sql = 'select id from people where organization_id = $1 order by id';
  const { rows } = await client.query<{ id: string }>(sql, [organizationId]);
  return rows.map(({ id }) => id);
}

async function ask(api: ApiClient, people: readonly string[], count: number): Promise<string[]> {
  const ids: string[] = [];
  const subjects = Array.from({ length: count }, (_, number) => people[number % people.length]);
  await inTurns(subjects, async (person_id) => {
    const body = { person_id, start_date: '2027-03-01', end_date: '2027-03-05', percent: 1 };
    const asked = await api.demand({ method: 'POST', path: '/allocation-requests', body });
    ids.push(String(asked['id']));
  });
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
  await client.query(reportSchedules, [organizationId, userId, REPORT_SCHEDULES]);
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
