/**
 * How long the answers about everybody take: heat map and month grid, first read after a write and warm, over HTTP, by one client.
 * Beside them, in the same run: a bare read of the same weeks by SQL, a plain request, and how long plain requests wait while the
 * month grid is made.
 */
import type { Client } from 'pg';
import { ApiClient } from '../drill/api-client';
import type { WholeSystem, WholeSystemRequest } from '../drill/whole-system';
import { addDays, fromEpochDay, mondayOf, toEpochDay } from '../shared/calendar-dates';
import { timeBuild } from './build-rate';
import { onOwnSystem } from './on-own-system';
import { rounded, timesOf, type Times } from './percentiles';
import { fillOrganization, type SizedOrganization } from './sized-organization';

export interface ReportBenchRequest extends WholeSystemRequest {
  runs: number;
  log: (line: string) => void;
}

/** `first` is the first read after a write. */
export interface ReadTimes {
  what: string;
  first: Times;
  warm: Times;
}

export interface ReportBench {
  reads: ReadTimes[];
  /** All rows of 52 weeks of the largest organisation, as rows of arrays, by one SQL client. */
  bareRead: Times;
  /** p50 of the first read of the largest heat map through p50 of the bare read. */
  firstByBareRead: number;
  plainRequest: Times;
  /** The same request while the month grid is made again and again. */
  plainRequestMeanwhile: Times;
}

const CALL_LIMIT_MS = 60_000;
const WARM_READS = 3;

/** Runs on a system of its own, which is gone afterwards. */
export async function benchReports(request: ReportBenchRequest): Promise<ReportBench> {
  return onOwnSystem(request, (system, client) => measure(system, client, request));
}

interface Subject extends SizedOrganization {
  api: ApiClient;
}

async function measure(system: WholeSystem, client: Client, { runs, log }: ReportBenchRequest): Promise<ReportBench> {
  const prepared = async (people: number): Promise<Subject> => {
    const organization = await fillOrganization(client, system.databaseAdminUrl, people);
    const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
    await api.logIn(organization.login);
    await timeBuild(client, { api, organizationId: organization.organizationId });
    log(`built ${String(people)} people`);
    return { ...organization, api };
  };
  const [small, middle, large] = [await prepared(50), await prepared(1_000), await prepared(2_000)];
  await client.query('analyze');
  const monday = fromEpochDay(mondayOf(toEpochDay(new Date().toISOString().slice(0, 10))));
  const heatmap = (weeks: number): string =>
    `/capacity/heatmap?group_by=person&granularity=week&from=${monday}&to=${addDays(monday, 7 * weeks - 1)}`;
  const grid = `/reports/month-grid?year=${monday.slice(0, 4)}&month=${String(Number(monday.slice(5, 7)))}`;
  const reads = [
    { what: 'heat map, 50 people by 12 weeks', ...(await readTimes(small, heatmap(12), runs)) },
    { what: 'heat map, 2,000 people by 52 weeks', ...(await readTimes(large, heatmap(52), runs)) },
    { what: 'month grid, 1,000 people', ...(await readTimes(middle, grid, runs)) },
  ];
  const bareRead = timesOf(await repeat(runs, () => bareReadOf(client, large.organizationId, monday)));
  const plain = async (): Promise<number> => elapsedOf(small.api, '/auth/me');
  const plainRequest = timesOf(await repeat(runs * 5, plain));
  const plainRequestMeanwhile = timesOf(await besides(() => readTimes(middle, grid, runs), plain));
  const largest = reads[1]?.first.p50Ms ?? 0;
  return { reads, bareRead, firstByBareRead: rounded(largest / bareRead.p50Ms), plainRequest, plainRequestMeanwhile };
}

async function readTimes(subject: Subject, path: string, runs: number): Promise<Pick<ReadTimes, 'first' | 'warm'>> {
  const [first, warm]: [number[], number[]] = [[], []];
  for (let run = -1; run < runs; run += 1) {
    await writeOnce(subject, run);
    const afterWrite = await elapsedOf(subject.api, path);
    const again = await repeat(WARM_READS, () => elapsedOf(subject.api, path));
    if (run < 0) continue;
    first.push(afterWrite);
    warm.push(...again);
  }
  return { first: timesOf(first), warm: timesOf(warm) };
}

/** A booking of one day; each run another day, so that nothing is overbooked for long. */
async function writeOnce({ api, personId, projectId }: Subject, run: number): Promise<void> {
  const date = addDays(new Date().toISOString().slice(0, 10), 30 + run);
  const body = { person_id: personId, project_id: projectId, start_date: date, end_date: date, minutes_per_day: 1 };
  await api.demand({ method: 'POST', path: '/allocations', body });
}

async function elapsedOf(api: ApiClient, path: string): Promise<number> {
  const reply = await api.send({ method: 'GET', path });
  if (reply.status !== 200) throw new Error(`${path} was answered ${String(reply.status)}`);
  return reply.elapsedMs;
}

async function bareReadOf(client: Client, organizationId: string, monday: string): Promise<number> {
  const began = performance.now();
  await client.query(
    `select person_id, week_start, net_minutes, firm_minutes, tentative_minutes from capacity_weeks
     where organization_id = $1 and week_start between $2 and $3`,
    [organizationId, monday, addDays(monday, 7 * 52 - 1)],
  );
  return performance.now() - began;
}

async function repeat(times: number, measureOnce: () => Promise<number>): Promise<number[]> {
  const elapsed: number[] = [];
  for (let run = 0; run < times; run += 1) elapsed.push(await measureOnce());
  return elapsed;
}

/** Measures as long as `work` goes on. */
async function besides(work: () => Promise<unknown>, measureOnce: () => Promise<number>): Promise<number[]> {
  const state = { isDone: false };
  const working = work().finally(() => {
    state.isDone = true;
  });
  const elapsed: number[] = [];
  while (!state.isDone) elapsed.push(await measureOnce());
  await working;
  return elapsed;
}
