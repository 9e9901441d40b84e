/** How fast all weeks of an organisation are computed and stored for the first time, beside an insert of the same rows without computing. */
import type { Client } from 'pg';
import type { ApiClient } from '../drill/api-client';
import { recomputeInFull } from '../drill/verification';
import { rounded } from './percentiles';

export interface BuildTimes {
  weeks: number;
  /** From the request to the end of the run: loading, computing, conflicts, storing, in batches by the workflow. */
  buildMs: number;
  /** `insert into … select` of the same rows into a table with the same key. */
  bareInsertMs: number;
  personDaysPerSecond: number;
  /** `buildMs` through `bareInsertMs`. */
  ratio: number;
}

const BUILD_LIMIT_MS = 600_000;

/** Builds the whole organisation, which must have no stored week yet. @throws Error when the run does not complete */
export async function timeBuild(
  client: Client,
  { api, organizationId }: { api: ApiClient; organizationId: string },
): Promise<BuildTimes> {
  const began = performance.now();
  const run = await recomputeInFull(api, BUILD_LIMIT_MS);
  const buildMs = performance.now() - began;
  if (run['state'] !== 'completed') throw new Error(`the first recompute ended as ${String(run['state'])}`);
  await client.query('create table bench_weeks (like capacity_weeks including all)');
  const inserting = performance.now();
  const { rowCount } = await client.query(
    'insert into bench_weeks select * from capacity_weeks where organization_id = $1 order by person_id, week_start',
    [organizationId],
  );
  const bareInsertMs = performance.now() - inserting;
  await client.query('drop table bench_weeks');
  const weeks = rowCount ?? 0;
  return {
    weeks,
    buildMs: Math.round(buildMs),
    bareInsertMs: Math.round(bareInsertMs),
    personDaysPerSecond: Math.round((weeks * 7_000) / buildMs),
    ratio: rounded(buildMs / bareInsertMs),
  };
}
