/**
 * How long one edit takes: `POST /allocations` of four weeks for a person with twenty others, over HTTP, audit and fsync on,
 * beside a bare transaction of one insert on the same PostgreSQL in the same run. The sizes take turns, so that noise hits
 * all alike. Before, how long the first full build of each size takes, beside a bare insert of the same weeks.
 */
import type { Client } from 'pg';
import { ApiClient } from '../drill/api-client';
import type { WholeSystem, WholeSystemRequest } from '../drill/whole-system';
import { addDays } from '../shared/calendar-dates';
import { timeBuild, type BuildTimes } from './build-rate';
import { onOwnSystem } from './on-own-system';
import { rounded, timesOf, type Times } from './percentiles';
import { fillOrganization, type SizedOrganization } from './sized-organization';

export interface EditBenchRequest extends WholeSystemRequest {
  runs: number;
  /** People, ascending; the first is what the others are compared with. */
  sizes: readonly number[];
  log: (line: string) => void;
}

export interface SizeBench extends Times {
  people: number;
  build: BuildTimes;
  /** The most memory of the worker up to the end of the build. */
  workerPeakMb: number | null;
  /** p50 through p50 of the smallest organisation. */
  sizeRatio: number;
  /** p50 through p50 of the bare transaction. */
  bareRatio: number;
}

export interface EditBench {
  sizes: SizeBench[];
  bareTransaction: Times;
}

const CALL_LIMIT_MS = 30_000;
const WARM_UP_RUNS = 50;
const WARM_UP_PEOPLE = 10;
const DAYS_BOOKED = 28;

/** Runs on a system of its own, which is gone afterwards. */
export async function benchEdit(request: EditBenchRequest): Promise<EditBench> {
  return onOwnSystem(request, (system, client) => measure(system, client, request));
}

interface Subject extends SizedOrganization {
  api: ApiClient;
  build: BuildTimes;
  workerPeakMb: number | null;
  elapsedMs: number[];
}

async function measure(
  system: WholeSystem,
  client: Client,
  { runs, sizes, log }: EditBenchRequest,
): Promise<EditBench> {
  await prepare(system, client, WARM_UP_PEOPLE); // a worker's first run loads and compiles what later ones find ready
  const subjects: Subject[] = [];
  for (const people of sizes) {
    subjects.push(await prepare(system, client, people));
    log(`built ${String(people)} people`);
  }
  await client.query('create table bench_rows (id bigint generated always as identity primary key, note text)');
  await client.query('analyze');
  const bare: number[] = [];
  await takeTurns(client, subjects, { runs, bare, log });
  const bareTransaction = timesOf(bare);
  const smallest = timesOf(subjects[0]?.elapsedMs ?? []);
  return {
    bareTransaction,
    sizes: subjects.map(({ people, build, workerPeakMb, elapsedMs }) => {
      const times = timesOf(elapsedMs);
      const sizeRatio = rounded(times.p50Ms / smallest.p50Ms);
      return {
        people,
        build,
        workerPeakMb,
        ...times,
        sizeRatio,
        bareRatio: rounded(times.p50Ms / bareTransaction.p50Ms),
      };
    }),
  };
}

async function takeTurns(
  client: Client,
  subjects: readonly Subject[],
  { runs, bare, log }: { runs: number; bare: number[]; log: (line: string) => void },
): Promise<void> {
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    for (const subject of subjects) {
      const elapsed = await editOnce(subject);
      if (run >= 0) subject.elapsedMs.push(elapsed);
    }
    const elapsed = await insertOnce(client);
    if (run >= 0) bare.push(elapsed);
    if (run === 0) log('warmed up');
  }
}

async function prepare(system: WholeSystem, client: Client, people: number): Promise<Subject> {
  const organization = await fillOrganization(client, system.databaseAdminUrl, people);
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(organization.login);
  await client.query('analyze people, engagements, allocations'); // as autovacuum does within a minute
  const build = await timeBuild(client, { api, organizationId: organization.organizationId });
  return { ...organization, api, build, workerPeakMb: system.workerPeakMb(), elapsedMs: [] };
}

/** One booking, measured; taken away again, not measured, so that the next run finds twenty others too. */
async function editOnce({ api, personId, projectId }: Subject): Promise<number> {
  const start = addDays(new Date().toISOString().slice(0, 10), DAYS_BOOKED);
  const dates = { start_date: start, end_date: addDays(start, DAYS_BOOKED - 1) };
  const body = { person_id: personId, project_id: projectId, minutes_per_day: 60, ...dates };
  const reply = await api.send({ method: 'POST', path: '/allocations', body });
  if (reply.status !== 201) throw new Error(`the edit was answered ${String(reply.status)}`);
  await api.demand({ method: 'DELETE', path: `/allocations/${String(reply.body['id'])}` });
  return reply.elapsedMs;
}

async function insertOnce(client: Client): Promise<number> {
  const began = performance.now();
  await client.query('begin');
  await client.query('insert into bench_rows (note) values ($1)', ['one']);
  await client.query('commit');
  return performance.now() - began;
}
