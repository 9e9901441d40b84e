/** PostgreSQL, Redis and Temporal for a machine that has none: started side by side, stopped together, gone when we are. */
import { join } from 'node:path';
import { lockHome, prepareHome } from './home-folder';
import { LocalServerError } from './local-server-error';
import { startPostgres, type RunningPostgres } from './postgres-server';
import { standInForRedis, startRedis, type RedisRequest, type RunningRedis } from './redis-server';
import type { SupervisedChild } from './supervised-child';
import type { SearchAttributes } from './temporal-readiness';
import { startTemporal, type RunningTemporal } from './temporal-server';

export type LocalPart = 'PostgreSQL' | 'Redis' | 'Temporal';

export interface LocalServersRequest {
  /** Absolute path of the folder for state, logs and passwords. */
  home: string;
  /** Absolute path of the folder of fetched programs; `HOME/bin` unless given. */
  cache?: string;
  needs: { postgres: boolean; redis: boolean; temporal: boolean };
  /** Environment the servers and pip get (PATH above all). */
  env: NodeJS.ProcessEnv;
  durability?: 'full' | 'none';
  /** True: a Redis that can't be had or started is reported by `log` and an address where nobody listens is answered. */
  redisMayFail?: boolean;
  temporalCliPath?: string | undefined;
  /** Wanted port of Temporal's Web UI; a free one when taken, no UI when undefined. */
  temporalUiPort?: number | undefined;
  searchAttributes?: SearchAttributes;
  log: (line: string) => void;
  /** Runs once the home folder is ours, before any server starts; when it throws, nothing is started and the folder is given free. */
  beforeStart?: () => Promise<void>;
  /** Called as each part becomes ready: how long it took, and where it is; undefined for a Redis that may fail and did. */
  onReady?: (part: LocalPart, elapsedMs: number, where: string | undefined) => void;
  /** A server died five times within a minute: nothing can go on, call `stop` and end. Redis never comes here. */
  onFatal: (reason: string) => void;
}

/** Only the parts that were asked for are set. */
export interface LocalServers {
  databaseUrl: string | undefined;
  databaseAdminUrl: string | undefined;
  redisUrl: string | undefined;
  temporalAddress: string | undefined;
  temporalUiUrl: string | undefined;
  /** Process ids of the servers that run now, for drills that kill them. */
  pids: () => Partial<Record<LocalPart, number>>;
  /** Says that the program has begun to stop: a next start waits instead of complaining. */
  markStopping: () => void;
  /** Stops every server properly, then gives the home folder free. Safe to repeat. */
  stop: () => Promise<void>;
}

/** The same servers while they start: each promise settles by itself, so that work which needs one part need not wait for all. */
export interface StartingServers {
  postgres: Promise<RunningPostgres | undefined>;
  redis: Promise<RunningRedis | undefined>;
  temporal: Promise<RunningTemporal | undefined>;
  markStopping: () => void;
  stop: () => Promise<void>;
}

/**
 * Starts what is needed on `home` and answers when all of it is ready.
 * @throws LocalServerError with the reason as one sentence; whatever had started is stopped by then.
 */
export async function startLocalServers(request: LocalServersRequest): Promise<LocalServers> {
  const starting = await beginLocalServers(request);
  const [postgres, redis, temporal] = await allOrStopped(starting);
  const children = { PostgreSQL: postgres?.child, Redis: redis?.child, Temporal: temporal?.child };
  return {
    databaseUrl: postgres?.databaseUrl,
    databaseAdminUrl: postgres?.databaseAdminUrl,
    redisUrl: redis?.redisUrl,
    temporalAddress: temporal?.temporalAddress,
    temporalUiUrl: temporal?.temporalUiUrl,
    pids: () => pidsOf(children),
    markStopping: starting.markStopping,
    stop: starting.stop,
  };
}

/**
 * Takes the home folder and begins to start what is needed.
 * @throws LocalServerError when the folder is not writable or another program runs on it.
 */
export async function beginLocalServers(request: LocalServersRequest): Promise<StartingServers> {
  const { home, log } = request;
  prepareHome(home);
  const lock = await lockHome(home, log);
  try {
    await request.beforeStart?.();
  } catch (error) {
    lock.release();
    throw error;
  }
  const parts = startParts(request);
  // A part may fail while its owner still waits for another: the failure is kept for them, not thrown at the process.
  const settled = Promise.allSettled([parts.postgres, parts.redis, parts.temporal]);
  let stopped: Promise<void> | undefined;
  return {
    ...parts,
    markStopping: lock.markStopping,
    stop: () => (stopped ??= stopAll(settled).finally(lock.release)),
  };
}

function startParts(request: LocalServersRequest): Pick<StartingServers, 'postgres' | 'redis' | 'temporal'> {
  const { home, env, log, onFatal, needs, durability = 'full', searchAttributes = {} } = request;
  const common = { home, cache: request.cache ?? join(home, 'bin'), env, log, onFatal };
  const temporal = { cliPath: request.temporalCliPath, uiPort: request.temporalUiPort, searchAttributes };
  const timed = timer(request);
  const nothing = Promise.resolve(undefined);
  return {
    postgres: needs.postgres ? timed('PostgreSQL', startPostgres({ ...common, durability }), addressOf) : nothing,
    redis: needs.redis ? timed('Redis', startRedisOrStandIn(request, common), addressOf) : nothing,
    temporal: needs.temporal
      ? timed('Temporal', startTemporal({ ...common, ...temporal }), (server) => server.temporalAddress)
      : nothing,
  };
}

function addressOf(server: { port: number; child: SupervisedChild | undefined }): string | undefined {
  return server.child === undefined ? undefined : `127.0.0.1:${String(server.port)}`;
}

function timer(request: LocalServersRequest) {
  return async <T>(part: LocalPart, start: Promise<T>, where: (started: T) => string | undefined): Promise<T> => {
    const began = performance.now();
    const started = await start;
    request.onReady?.(part, performance.now() - began, where(started));
    return started;
  };
}

async function startRedisOrStandIn(request: LocalServersRequest, redis: RedisRequest): Promise<RunningRedis> {
  try {
    return await startRedis(redis);
  } catch (error) {
    if (request.redisMayFail !== true || !(error instanceof LocalServerError)) throw error;
    request.log(`Going on without Redis (slower, nothing is lost): ${error.message}`);
    return standInForRedis(redis.home);
  }
}

async function allOrStopped(starting: StartingServers) {
  try {
    return await Promise.all([starting.postgres, starting.redis, starting.temporal]);
  } catch (error) {
    await starting.stop();
    throw error;
  }
}

type Settled = Promise<PromiseSettledResult<{ child: SupervisedChild | undefined } | undefined>[]>;

/** Waits for parts that still start, so that none is left behind; a part that failed to start has stopped itself. */
async function stopAll(settled: Settled): Promise<void> {
  const parts = await settled;
  const children = parts.flatMap((part) =>
    part.status === 'fulfilled' && part.value?.child ? [part.value.child] : [],
  );
  await Promise.all(children.map((child) => child.stop()));
}

function pidsOf(children: Record<LocalPart, SupervisedChild | undefined>): Partial<Record<LocalPart, number>> {
  const entries = Object.entries(children).flatMap(([part, child]) =>
    child?.pid === undefined ? [] : [[part, child.pid]],
  );
  return Object.fromEntries(entries) as Partial<Record<LocalPart, number>>;
}
