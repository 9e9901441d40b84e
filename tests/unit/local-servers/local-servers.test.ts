/** The three servers for real, in a home of their own: roles, state over restarts, ports, recovery from kill -9. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalServers, type LocalServers } from '../../../src/local-servers/local-servers';
import { pollUntil } from '../../../src/local-servers/poll-until';
import { choosePort, isPortFree } from '../../../src/local-servers/ports';
import { removeDataFolder } from '../../../src/local-servers/postgres-files';
import { findMarked } from '../../../src/local-servers/running-processes';
import type { SearchAttributes } from '../../../src/local-servers/temporal-readiness';

const CACHE = resolve(__dirname, '../../..', process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin');
let home: string;
let servers: LocalServers;
const remarks: string[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'plan-charge-servers-'));
  chmodSync(home, 0o755);
  servers = await start({ TenantId: 'Keyword' });
}, 60_000);

afterAll(async () => {
  await servers.stop();
  removeDataFolder(home);
  rmSync(home, { recursive: true, force: true });
});

function start(searchAttributes: SearchAttributes): Promise<LocalServers> {
  return startLocalServers({
    home,
    cache: CACHE,
    needs: { postgres: true, redis: true, temporal: true },
    env: process.env,
    searchAttributes,
    log: (line) => remarks.push(line),
    onFatal: (reason) => remarks.push(`FATAL ${reason}`),
  });
}

async function query<T extends object>(url: string | undefined, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function searchAttributes(): Promise<string[]> {
  const connection = await Connection.connect({ address: servers.temporalAddress! });
  try {
    const answer = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    return Object.keys(answer.customAttributes);
  } finally {
    await connection.close();
  }
}

test('PostgreSQL has the two roles, is durable and listens on this machine only', async () => {
  const roles = await query(
    servers.databaseUrl,
    `select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as powerful from pg_roles where rolname = current_user`,
  );
  expect(roles).toEqual([{ rolname: 'plan_charge_app', powerful: false }]);
  const [settings] = await query<{ fsync: string; listen: string; owner: string }>(
    servers.databaseAdminUrl,
    `select current_setting('fsync') as fsync, current_setting('listen_addresses') as listen,
       pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()`,
  );
  expect(settings).toEqual({ fsync: 'on', listen: '127.0.0.1', owner: 'plan_charge_admin' });
  await query(servers.databaseAdminUrl, 'create extension btree_gist; create table kept (word text)');
  await expect(query(servers.databaseUrl, 'select * from kept')).rejects.toThrow(/permission denied/);
  const stranger = new URL(servers.databaseUrl!);
  stranger.password = 'guess';
  await expect(query(stranger.toString(), 'select 1')).rejects.toThrow(/password authentication failed/);
});

test('passwords are readable by their owner only', () => {
  expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a second start on the same home is refused by name', async () => {
  await expect(start({})).rejects.toThrow(new RegExp(`already runs on ${home} \\(pid ${String(process.pid)}`));
});

test('killed servers come back at the same addresses, with what was committed', async () => {
  await query(servers.databaseAdminUrl, `insert into kept values ('before the kill')`);
  const killed = servers.pids();
  for (const pid of Object.values(killed)) process.kill(pid, 'SIGKILL');
  const back = await pollUntil(async () => {
    const pids = Object.values(servers.pids());
    return pids.length === 3 && pids.every((pid) => !Object.values(killed).includes(pid)) ? true : undefined;
  }, 40_000);
  expect(back).toBe(true);
  const rows = await pollUntil(
    () => query(servers.databaseAdminUrl, 'select word from kept').catch((error: unknown) => ignoreStarting(error)),
    40_000,
  );
  expect(rows).toEqual([{ word: 'before the kill' }]);
  expect(remarks.join('\n')).toMatch(/PostgreSQL died \(signal SIGKILL/);
});

test('the next start has the same state, ports and passwords, and adds a search attribute', async () => {
  const redis = new Redis(servers.redisUrl!);
  await redis.set('kept', 'yes');
  redis.disconnect();
  const before = servers;
  await before.stop();
  expect(findMarked({ programs: ['postgres'], path: join(home, 'postgres') })).toEqual([]);
  writeFileSync(join(home, 'postgres/postmaster.pid'), `${String(process.pid)}\n${home}/postgres\n`); // a pid used again
  servers = await start({ TenantId: 'Keyword', Added: 'Int' });
  expect({ ...servers, pids: 0, stop: 0, markStopping: 0 }).toEqual({ ...before, pids: 0, stop: 0, markStopping: 0 });
  expect(await query(servers.databaseAdminUrl, 'select word from kept')).toHaveLength(1);
  const again = new Redis(servers.redisUrl!);
  expect(await again.get('kept')).toBe('yes');
  again.disconnect();
  expect(await searchAttributes()).toEqual(expect.arrayContaining(['TenantId', 'Added']));
}, 60_000);

test('a port that is taken meanwhile is exchanged for a free one', async () => {
  const port = await choosePort(home, 'sample');
  expect(await choosePort(home, 'sample')).toBe(port);
  const other = createServer();
  await new Promise<void>((resolve_) => other.listen(port, '127.0.0.1', resolve_));
  try {
    expect(await isPortFree(port)).toBe(false);
    const exchanged = await choosePort(home, 'sample');
    expect(exchanged).not.toBe(port);
    expect(JSON.parse(readFileSync(join(home, 'ports.json'), 'utf8'))).toMatchObject({ sample: exchanged });
  } finally {
    other.close();
  }
});

test('a home that can not be a folder is refused by a sentence', async () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  const needs = { postgres: false, redis: false, temporal: false };
  const request = { home: join(file, 'home'), needs, env: {}, log: () => undefined, onFatal: () => undefined };
  await expect(startLocalServers(request)).rejects.toThrow(/is not writable for this user; set PLAN_CHARGE_HOME/);
});

function ignoreStarting(error: unknown): undefined {
  if (/ECONNREFUSED|ECONNRESET|starting up|not yet accepting|terminat|recovery/i.test(String(error))) return undefined;
  throw error;
}
