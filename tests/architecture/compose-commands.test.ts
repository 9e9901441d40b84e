/** Runs each of our services by the very command, health check and stop signal of docker-compose.yml, compiled as the image is. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { pollUntil } from '../../src/local-servers/poll-until';
import { testServers } from '../support/server-handover';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const PROJECT = resolve(__dirname, '../..');
const run = promisify(execFile);

interface Service {
  build?: unknown;
  command: string[];
  environment: Record<string, string>;
  healthcheck?: { test: string[] };
}

const compose = parse(readFileSync(join(PROJECT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};
const ours = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
const jobs = ours.filter(([, { healthcheck }]) => healthcheck === undefined);
const daemons = ours.filter(([, { healthcheck }]) => healthcheck !== undefined);

const children = new Set<ChildProcess>();
let image: string;
let database: TestDatabase;

beforeAll(async () => {
  image = mkdtempSync(join(tmpdir(), 'plan-charge-image-'));
  symlinkSync(join(PROJECT, 'node_modules'), join(image, 'node_modules'));
  const out = ['--outDir', join(image, 'dist'), '--incremental', 'false', '--noCheck'];
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', join(PROJECT, 'tsconfig.build.json'), ...out]);
  // What `npm run build` copies beside the compiled files.
  cpSync(join(PROJECT, 'src/rendering/fonts'), join(image, 'dist/src/rendering/fonts'), { recursive: true });
  await run(process.execPath, ['dist/src/main-bundle.js'], { cwd: image });
  database = await createTestDatabase('empty');
}, 120_000);

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database.close();
  rmSync(image, { recursive: true });
});

/** The environment as written, with the addresses of the test servers and free ports in place of the ones of containers. */
function environmentOf(service: Service, port: number): Record<string, string> {
  const servers = testServers();
  const replaced: Record<string, string> = {
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    REDIS_URL: servers.redisUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    JWT_SECRET: 'a secret of this test that is long enough',
    DATA_KEYS: 'ab'.repeat(32),
    LOG_LEVEL: 'info',
    PLAN_CHARGE_HOME: join(image, 'home'),
    PORT: String(port),
    WORKER_HEALTH_PORT: String(port),
  };
  const entries = Object.entries(service.environment).map(([name, written]) => {
    const value = replaced[name] ?? written.replace(/\$\{[A-Z_]+:-([^}]*)\}/, '$1');
    if (value.includes('${')) throw new Error(`${name}=${written} needs a value for this test`);
    return [name, value];
  });
  return { PATH: process.env['PATH'] ?? '', ...(Object.fromEntries(entries) as Record<string, string>) };
}

function start(service: Service, port: number): { child: ChildProcess; output: () => string } {
  const [program = '', ...words] = service.command;
  const child = spawn(program, words, {
    cwd: image,
    env: environmentOf(service, port),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function isHealthy(service: Service, port: number): Promise<boolean> {
  const [, program = '', ...words] = (service.healthcheck?.test ?? []).map((word) =>
    word.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`),
  );
  const code = await new Promise((done) => execFile(program, words, (error) => done(error?.code ?? 0)));
  return code === 0;
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('jobs', () => {
  test.each(jobs)(
    '%s ends well, also when it is repeated',
    async (_name, service) => {
      for (let round = 0; round < 2; round += 1) {
        const { child, output } = start(service, 0);
        const code = await exitCode(child);
        expect({ code, output: code === 0 ? '' : output() }).toEqual({ code: 0, output: '' });
      }
    },
    60_000,
  );
});

describe('services', () => {
  test.each(daemons)(
    '%s becomes healthy, and ends by itself on SIGTERM',
    async (_name, service) => {
      const port = await freePort();
      const { child, output } = start(service, port);
      const settled = async (): Promise<true | undefined> =>
        child.exitCode !== null || (await isHealthy(service, port)) ? true : undefined;
      expect({ settled: await pollUntil(settled, 20_000), output: output() }).toMatchObject({ settled: true });
      expect({ code: child.exitCode, output: output() }).toMatchObject({ code: null });
      child.kill('SIGTERM');
      expect({ code: await exitCode(child), output: output() }).toMatchObject({ code: 0 });
    },
    60_000,
  );
});
