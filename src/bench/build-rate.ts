/** How fast all weeks of an organisation are computed and stored for the first time, beside storing the same rows without computing. */
import type { Client } from 'pg';
import type { ApiClient } from '../drill/api-client';
import { recomputeInFull } from '../drill/verification';
import { copyIn, copyOut } from './copied-rows';
import { rounded } from './percentiles';

export interface BuildTimes {
  weeks: number;
  /** From the request to the end of the run: loading, computing, conflicts, storing, in batches by the workflow. */
  buildMs: number;
  /** A client copies the same rows to a temporary table and inserts them into one with the same key, checks and row-level security. */
  copyInsertMs: number;
  /** `insert … select` of the same rows by their owner: nothing is sent, and row-level security does not ask. */
  insertSelectMs: number;
  personDaysPerSecond: number;
  /** Speed of the build through that of copy and insert; above 1 the build is the faster one. */
  speedShare: number;
  /** `buildMs` through `insertSelectMs`. */
  insertRatio: number;
}

interface Built {
  api: ApiClient;
  organizationId: string;
}

const BUILD_LIMIT_MS = 600_000;
const APPLICATION_ROLE = 'plan_charge_app';
const LIKE_THE_WEEKS = `
  create table bench_weeks (like capacity_weeks including all);
  alter table bench_weeks enable row level security;
  create policy bench_weeks_of_organization on bench_weeks
    using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);
  grant select, insert on bench_weeks to ${APPLICATION_ROLE}`;

/** Builds the whole organisation, which must have no stored week yet. @throws Error when the run does not complete */
export async function timeBuild(client: Client, { api, organizationId }: Built): Promise<BuildTimes> {
  const began = performance.now();
  const run = await recomputeInFull(api, BUILD_LIMIT_MS);
  const buildMs = performance.now() - began;
  if (run['state'] !== 'completed') throw new Error(`the first recompute ended as ${String(run['state'])}`);
  const copyInsertMs = await timeCopyAndInsert(client, organizationId);
  const { weeks, insertSelectMs } = await timeInsertSelect(client, organizationId);
  return {
    weeks,
    buildMs: Math.round(buildMs),
    copyInsertMs: Math.round(copyInsertMs),
    insertSelectMs: Math.round(insertSelectMs),
    personDaysPerSecond: Math.round((weeks * 7_000) / buildMs),
    speedShare: rounded(copyInsertMs / buildMs),
    insertRatio: rounded(buildMs / insertSelectMs),
  };
}

/** The rows are in the client's memory, in PostgreSQL's own format, before the clock starts. */
async function timeCopyAndInsert(client: Client, organizationId: string): Promise<number> {
  const rows = await copyOut(
    client,
    `copy (select * from capacity_weeks where organization_id = '${organizationId}' order by person_id, week_start)
     to stdout (format binary)`,
  );
  await client.query(LIKE_THE_WEEKS);
  const began = performance.now();
  await client.query(`begin; set local role ${APPLICATION_ROLE}; set local app.organization_id = '${organizationId}'`);
  await client.query('create temporary table staged_weeks (like bench_weeks) on commit drop');
  await copyIn(client, 'copy staged_weeks from stdin (format binary)', rows);
  await client.query('insert into bench_weeks select * from staged_weeks order by person_id, week_start');
  await client.query('commit');
  const elapsedMs = performance.now() - began;
  await client.query('drop table bench_weeks');
  return elapsedMs;
}

async function timeInsertSelect(
  client: Client,
  organizationId: string,
): Promise<{ weeks: number; insertSelectMs: number }> {
  await client.query('create table bench_weeks (like capacity_weeks including all)');
  const began = performance.now();
  const { rowCount } = await client.query(
    'insert into bench_weeks select * from capacity_weeks where organization_id = $1 order by person_id, week_start',
    [organizationId],
  );
  const insertSelectMs = performance.now() - began;
  await client.query('drop table bench_weeks');
  return { weeks: rowCount ?? 0, insertSelectMs };
}
