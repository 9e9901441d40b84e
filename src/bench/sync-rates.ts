/**
 * How fast syncs read, against what the provider allows, at its real limit; and what a second identical sync writes. The fake
 * counts: its verdict is the one that matters, not ours.
 */
import type { Client } from 'pg';
import { withEvidence } from '../drill/ledger-evidence';
import { pollUntil } from '../local-servers/poll-until';
import { benchSecondSync, type SecondSync } from './second-sync';
import type { FakeName } from './fake-program';
import { rounded } from './percentiles';
import { askForSync, isCompiled, SyncSystem, type Connected, type SyncSystemRequest } from './sync-system';

/** The providers' documented limits (PROVIDERS.md). */
const LIMITS = { payfit: { limit: 50, windowMs: 1_000 }, gryzzly: { limit: 50, windowMs: 10_000 } } as const;
const PULL_LIMIT_MS = 70_000;
/** Organisations that pull at once with one key, however many workers: one alone has read 10,000 people in half a minute. */
const ORGANIZATIONS = 3;
const LOOK_EVERY_MS = 100;
const FIRST_REQUEST_LIMIT_MS = 120_000;
const MEBIBYTE = 1024 * 1024;

/** `pull`: how fast it reads; `apply`: a whole sync, and the same again. */
export const syncParts = ['pull', 'apply'] as const;
export type SyncPart = (typeof syncParts)[number];

export interface SyncBenchRequest extends SyncSystemRequest {
  workers: readonly number[];
  parts: readonly SyncPart[];
}

/** Somewhat more than a minute of pulling, or less where everything is read before. */
export interface PullRate {
  provider: FakeName;
  workers: number;
  seconds: number;
  requests: number;
  rows: number;
  /** Requests through the most that any client could have sent in that time. */
  share: number;
  /** Requests that the fake counted as beyond its limit. */
  violations: number;
  /** Largest worker, in MiB: when the first thousand rows were stored, and at most. */
  rssAfterThousandMb: number;
  rssMostMb: number;
}

export interface SyncBench {
  collaborators: number;
  /** False: the workers ran from the sources, whose compiler and bundler take memory. */
  compiled: boolean;
  pulls: PullRate[];
  /** Null where it was not asked for. */
  second: SecondSync | null;
}

/** Runs on a system of its own, which is gone afterwards. */
export async function benchSync(request: SyncBenchRequest): Promise<SyncBench> {
  const system = await SyncSystem.start(request);
  try {
    return await withEvidence(system.parts.databaseAdminUrl, async (client) => {
      const pulls: PullRate[] = [];
      for (const workers of request.parts.includes('pull') ? request.workers : []) {
        await system.haveWorkers(workers);
        for (const provider of ['payfit', 'gryzzly'] as const) {
          const rate = await pullForAMinute(system, client, { provider, workers });
          request.log(JSON.stringify(rate));
          pulls.push(rate);
        }
      }
      await system.haveWorkers(1);
      const second = request.parts.includes('apply') ? await benchSecondSync(system, client, request.log) : null;
      return { collaborators: request.size, compiled: isCompiled(), pulls, second };
    });
  } finally {
    await system.remove();
  }
}

/** What is not read after a minute is cancelled. */
async function pullForAMinute(
  system: SyncSystem,
  client: Client,
  { provider, workers }: { provider: FakeName; workers: number },
): Promise<PullRate> {
  const connected: Connected[] = [];
  for (let number = 0; number < ORGANIZATIONS; number += 1) connected.push(await system.connect(provider));
  await system.fakes.reset(provider);
  const runs = await Promise.all(connected.map((one) => askForSync(one, 'full')));
  const started = await pollUntil(async () => {
    const { requests } = await system.fakes.counts(provider);
    return requests > 0 ? true : undefined;
  }, FIRST_REQUEST_LIMIT_MS);
  if (started === undefined) throw new Error(`no request came to ${provider}`);
  const watched = await watch(system, client, { provider, runs });
  for (const [index, run] of runs.entries()) {
    await connected[index]?.api.send({ method: 'POST', path: `/sync-runs/${run}:cancel` });
  }
  return { provider, workers, ...watched };
}

async function watch(
  system: SyncSystem,
  client: Client,
  { provider, runs }: { provider: FakeName; runs: readonly string[] },
): Promise<Omit<PullRate, 'provider' | 'workers'>> {
  const began = performance.now();
  const memory = { afterThousand: 0, most: 0 };
  let rows = 0;
  await pollUntil(
    async () => {
      const pulling = await standOf(client, runs);
      rows = pulling.rows;
      const largest = system.largestWorkerBytes();
      memory.most = Math.max(memory.most, largest);
      if (rows >= 1_000 && memory.afterThousand === 0) memory.afterThousand = largest;
      return pulling.count === 0 || performance.now() - began > PULL_LIMIT_MS ? true : undefined;
    },
    2 * PULL_LIMIT_MS,
    LOOK_EVERY_MS,
  );
  const elapsedMs = performance.now() - began;
  const { requests, violations } = await system.fakes.counts(provider);
  const { limit, windowMs } = LIMITS[provider];
  return {
    seconds: rounded(elapsedMs / 1_000),
    requests,
    rows,
    share: rounded(requests / Math.max(limit, (limit * elapsedMs) / windowMs)),
    violations,
    rssAfterThousandMb: Math.round(memory.afterThousand / MEBIBYTE),
    rssMostMb: Math.round(memory.most / MEBIBYTE),
  };
}

/** How many of the runs still read, and the rows that all of them have seen. */
async function standOf(client: Client, runs: readonly string[]): Promise<{ count: number; rows: number }> {
  const { rows } = await client.query<{ count: number; rows: number }>(
    `select count(*) filter (where state = 'queued' or phase = 'pulling')::int as count, sum(seen)::int as rows
       from sync_runs where id = any ($1::uuid[])`,
    [runs],
  );
  return rows[0] ?? { count: 0, rows: 0 };
}
