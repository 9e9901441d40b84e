/**
 * How long the list of conflicts takes, over HTTP, in an organisation with many of them and more that are over; and how long all of them
 * take to be detected, beside looking for `firm > net` in the same ledgers and in the stored weeks by SQL.
 */
import type { Client } from 'pg';
import { computePersonLedger, planHull } from '../domains/capacity/person-ledger.rules';
import type { PersonLedger, PersonPlan } from '../domains/capacity/capacity.types';
import { detectConflicts } from '../domains/conflicts/conflict-detection.rules';
import { ApiClient } from '../drill/api-client';
import type { WholeSystem, WholeSystemRequest } from '../drill/whole-system';
import { mondayOf, toEpochDay } from '../shared/calendar-dates';
import { timeBuild } from './build-rate';
import { onOwnSystem } from './on-own-system';
import { medianOf, rounded, timesOf, type Times } from './percentiles';
import { readPlans } from './read-plans';
import { fillOrganization } from './sized-organization';

export interface ConflictBench {
  unresolved: number;
  resolved: number;
  lists: { what: string; times: Times }[];
  detected: number;
  /** Median times. */
  detectMs: number;
  scanMs: number;
  sqlScanMs: number;
  /** `detectMs` through `scanMs`, and through `sqlScanMs`. */
  scanRatio: number;
  sqlScanRatio: number;
}

export interface ConflictBenchRequest extends WholeSystemRequest {
  runs: number;
  log: (line: string) => void;
}

const PEOPLE = 2_000;
const RESOLVED = 20_000;
const DAYS = 735;
const CALL_LIMIT_MS = 60_000;

/** Every fourth person is booked for too much three times, every tenth has leave in the middle of bookings. */
const OVERBOOK = `
  with person as (
    select id, row_number() over (order by id) as place from people where organization_id = $1),
  kind as (
    insert into absence_types (organization_id, id, key, label) values ($1, gen_random_uuid(), 'bench', 'Leave') returning id),
  leave as (
    insert into absences (organization_id, id, person_id, type_id, start_date, end_date, status)
    select $1, gen_random_uuid(), person.id, kind.id, current_date + 30, current_date + 33, 'approved'
    from person, kind where place % 10 = 1)
  insert into allocations (organization_id, id, person_id, project_id, start_date, end_date, load_unit, load_minutes)
  select $1, gen_random_uuid(), person.id, $2, first, first + 3, 'minutes_per_day', 480
  from person, generate_series(1, 3) number, lateral (select current_date + number * 70 + cast(place % 50 as int) as first) as start
  where place % 4 = 0`;

/** What was a conflict once, older than what is one now. */
const RESOLVE = `
  insert into conflicts (organization_id, id, person_id, kind, state, start_date, end_date, over_minutes, days, causes,
    first_seen_at, resolved_at)
  select organization_id, cast('00' || substr(gen_random_uuid()::text, 3) as uuid), person_id, kind, 'resolved', start_date - 400,
    end_date - 400, over_minutes, days, causes, now() - interval '400 days', now() - interval '390 days'
  from conflicts, generate_series(1, 100) where organization_id = $1 limit $2`;

const SQL_SCAN = `
  select count(*) from capacity_weeks w, unnest(w.firm_minutes, w.net_minutes) as d (firm, net)
  where w.organization_id = $1 and d.firm > d.net`;

/** Runs on a system of its own, which is gone afterwards. */
export async function benchConflicts(request: ConflictBenchRequest): Promise<ConflictBench> {
  return onOwnSystem(request, (system, client) => measure(system, client, request));
}

async function measure(
  system: WholeSystem,
  client: Client,
  { runs, log }: ConflictBenchRequest,
): Promise<ConflictBench> {
  const { organizationId, login, projectId, personId } = await fillOrganization(
    client,
    system.databaseAdminUrl,
    PEOPLE,
  );
  await client.query(OVERBOOK, [organizationId, projectId]);
  await client.query('analyze');
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  await timeBuild(client, { api, organizationId });
  await client.query(RESOLVE, [organizationId, RESOLVED]);
  await client.query('analyze');
  log('built');
  const times = async (path: string): Promise<Times> => timesOf(await elapsedOf(api, path, runs));
  const { rows } = await client.query<{ unresolved: string; resolved: string }>(
    `select count(*) filter (where state <> 'resolved') as unresolved, count(*) filter (where state = 'resolved') as resolved
     from conflicts where organization_id = $1`,
    [organizationId],
  );
  return {
    unresolved: Number(rows[0]?.unresolved),
    resolved: Number(rows[0]?.resolved),
    lists: [
      { what: 'conflicts, first page of 50', times: await times('/conflicts?page_size=50') },
      { what: 'conflicts, first page of 100', times: await times('/conflicts?page_size=100') },
      { what: 'conflicts of a kind', times: await times('/conflicts?kind=on_absence&page_size=50') },
      { what: 'conflicts of one person', times: await times(`/conflicts?person_id=${personId}`) },
    ],
    ...(await timeDetection(system, client, { organizationId, runs })),
  };
}

async function elapsedOf(api: ApiClient, path: string, runs: number): Promise<number[]> {
  const elapsed: number[] = [];
  for (let run = -5; run < runs; run += 1) {
    const reply = await api.send({ method: 'GET', path });
    if (reply.status !== 200) throw new Error(`${path} was answered ${String(reply.status)}`);
    if (run >= 0) elapsed.push(reply.elapsedMs);
  }
  return elapsed;
}

async function timeDetection(
  system: WholeSystem,
  client: Client,
  { organizationId, runs }: { organizationId: string; runs: number },
): Promise<Omit<ConflictBench, 'unresolved' | 'resolved' | 'lists'>> {
  const from = mondayOf(toEpochDay(new Date().toISOString().slice(0, 10)));
  const plans = await readPlans(system.databaseUrl, { organizationId, range: { from, to: from + DAYS } });
  const subjects = plans.map((plan) => ({ plan, ledger: ledgerOf(plan, from) }));
  const [detecting, scanning, inSql]: [number[], number[], number[]] = [[], [], []];
  let detected = 0;
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    detected = subjects.reduce((sum, { plan, ledger }) => sum + detectConflicts(plan, ledger).length, 0);
    const scanned = performance.now();
    for (const { ledger } of subjects) countOver(ledger);
    const asked = performance.now();
    await client.query(SQL_SCAN, [organizationId]);
    detecting.push(scanned - began);
    scanning.push(asked - scanned);
    inSql.push(performance.now() - asked);
  }
  const [detectMs, scanMs, sqlScanMs] = [medianOf(detecting), medianOf(scanning), medianOf(inSql)];
  return {
    detected,
    detectMs: rounded(detectMs),
    scanMs: rounded(scanMs),
    sqlScanMs: rounded(sqlScanMs),
    scanRatio: rounded(detectMs / scanMs),
    sqlScanRatio: rounded(detectMs / sqlScanMs),
  };
}

function ledgerOf(plan: PersonPlan, from: number): PersonLedger {
  const hull = planHull(plan) ?? { from, to: from };
  return computePersonLedger(plan, Math.min(from, hull.from), Math.max(from + DAYS, hull.to));
}

function countOver({ firm, net }: PersonLedger): number {
  let days = 0;
  for (let index = 0; index < firm.length; index += 1) if ((firm[index] ?? 0) > (net[index] ?? 0)) days += 1;
  return days;
}
