/**
 * How many requests a second one API process answers, beside a bare server that answers the same bytes from the same database
 * in the same run: a list of fifty people and one person. The subjects take turns, so that noise hits all alike.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'undici';
import { withEvidence } from '../drill/ledger-evidence';
import { ApiClient } from '../drill/api-client';
import { readinessOf, WholeSystem, withoutRateLimits, type WholeSystemRequest } from '../drill/whole-system';
import { pollUntil } from '../local-servers/poll-until';
import { findFreePort } from '../local-servers/ports';
import { rounded, timesOf } from './percentiles';
import { fillOrganization, type SizedOrganization } from './sized-organization';

export interface HttpBenchRequest extends WholeSystemRequest {
  /** Turns that every subject takes. */
  turns: number;
  log: (line: string) => void;
}

export interface HttpBench {
  what: 'list of 50' | 'get';
  /** Requests a second: median of the turns. */
  api: number;
  bare: number;
  walled: number;
  bareRatio: number;
  walledRatio: number;
  /** Of the API, in organisations of 100 and of 10,000 people. */
  p99Ms: { small: number; large: number };
}

const START_LIMIT_MS = 120_000;
const TURN_MS = 2_000;
const CONNECTIONS = 8;
const SIZES = { small: 100, large: 10_000 };
const pids: number[] = [];
function cpu(pid:number){const f=readFileSync(`/proc/${pid}/stat`,'utf8').split(') ')[1]!.split(' ');return (Number(f[11])+Number(f[12]))*10_000}
const ROOT = join(__dirname, '..', '..');

/** Runs on a system of its own, which is gone afterwards; the API runs in production mode. */
export async function benchHttp(request: HttpBenchRequest): Promise<HttpBench[]> {
  const system = await WholeSystem.prepare(request);
  const children: ChildProcess[] = [];
  try {
    await system.start(START_LIMIT_MS);
    const small = await withEvidence(system.databaseAdminUrl, (client) =>
      fillOrganization(client, system.databaseAdminUrl, SIZES.small),
    );
    const large = await withEvidence(system.databaseAdminUrl, (client) =>
      fillOrganization(client, system.databaseAdminUrl, SIZES.large),
    );
    request.log('filled two organisations');
    const servers = await startServers(system, { env: request.env, organizationId: small.organizationId, children });
    const subjects = { small: await subjectOf(servers, small), large: await subjectOf(servers, large) };
    const results: HttpBench[] = [];
    for (const what of ['list of 50', 'get'] as const) results.push(await measure(what, subjects, request.turns));
    return results;
  } finally {
    for (const child of children) child.kill('SIGINT'); await new Promise(r=>setTimeout(r,3000)); for (const child of children) child.kill('SIGKILL');
    await system.remove();
  }
}

interface Servers {
  api: string;
  bare: string;
}

interface Subject extends Servers {
  token: string;
  personId: string;
}

async function startServers(
  system: WholeSystem,
  { env, organizationId, children }: { env: NodeJS.ProcessEnv; organizationId: string; children: ChildProcess[] },
): Promise<Servers> {
  const running = JSON.parse(readFileSync(join(system.home, 'running.json'), 'utf8')) as Record<string, string>;
  const [apiPort, barePort] = [await findFreePort(), await findFreePort()];
  const jwtSecret = randomBytes(32).toString('hex');
  const production = {
    NODE_ENV: 'production',
    JWT_SECRET: jwtSecret,
    DATA_KEYS: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'warn',
  };
  const own = { PORT: String(apiPort), HOST: '127.0.0.1', PLAN_CHARGE_HOME: system.home };
  const environment = { ...env, ...running, ...withoutRateLimits, ...production, ...own };
  const bare = {
    port: barePort,
    databaseUrl: running['DATABASE_URL'],
    databaseAdminUrl: running['DATABASE_ADMIN_URL'],
    jwtSecret,
    organizationId,
  };
  children.push(startProgram('main-api.ts', [], environment));
  children.push(startProgram('main-bench-bare.ts', [JSON.stringify(bare)], env));
  const servers = { api: `http://127.0.0.1:${String(apiPort)}`, bare: `http://127.0.0.1:${String(barePort)}` };
  const ready = await pollUntil(
    async () => ((await readinessOf(servers.api)) === 'ready' ? true : undefined),
    START_LIMIT_MS,
  );
  if (ready === undefined) throw new Error('the API in production mode did not become ready');
  return servers;
}

function startProgram(file: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [...(process.env['PROF']===file?['--cpu-prof','--cpu-prof-dir=/tmp/prof']:[]), '--import', 'tsx', join(ROOT, 'src', file), ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  void once(child, 'exit'); pids.push(child.pid!);
  return child;
}

async function subjectOf(servers: Servers, { login, personId }: SizedOrganization): Promise<Subject> {
  const client = new ApiClient(servers.api, START_LIMIT_MS);
  const { status, body } = await client.logIn(login);
  if (status !== 200) throw new Error(`the login was answered ${String(status)}`);
  return { ...servers, token: String(body['access_token']), personId };
}

async function measure(
  what: HttpBench['what'],
  { small, large }: { small: Subject; large: Subject },
  turns: number,
): Promise<HttpBench> {
  const path = what === 'get' ? `/people/${small.personId}` : '/people';
  const query = what === 'get' ? '' : '?page_size=50';
  const addresses = {
    api: `${small.api}/api/v1${path}${query}`,
    bare: `${small.bare}${path}${query}`,
    walled: `${small.bare}/walled${path}${query}`,
  };
  await expectSameAnswers(addresses, small.token);
  const rates = { api: [] as number[], bare: [] as number[], walled: [] as number[] };
  const [smallMs, largeMs]: number[][] = [[], []];
  const largePath = what === 'get' ? `/people/${large.personId}` : `/people${query}`;
  for (let turn = -1; turn < turns; turn += 1) {
    for (const name of ['api', 'bare', 'walled'] as const) {
      const pid = pids[name==='api'?0:1]!; const c0=cpu(pid);
      const { rate, elapsedMs } = await load(addresses[name], small.token); console.error(what, name, 'cpu us', Math.round((cpu(pid)-c0)/elapsedMs.length), 'rate', rate);
      if (turn < 0) continue; // warming up
      rates[name].push(rate);
      if (name === 'api') smallMs?.push(...elapsedMs);
    }
    const { elapsedMs } = await load(`${large.api}/api/v1${largePath}`, large.token);
    if (turn >= 0) largeMs?.push(...elapsedMs);
  }
  const [api, bare, walled] = [median(rates.api), median(rates.bare), median(rates.walled)];
  return {
    what,
    api,
    bare,
    walled,
    bareRatio: rounded(api / bare),
    walledRatio: rounded(api / walled),
    p99Ms: { small: timesOf(smallMs ?? []).p99Ms, large: timesOf(largeMs ?? []).p99Ms },
  };
}

/** @throws Error where the three do not answer the same */
async function expectSameAnswers(addresses: Record<string, string>, token: string): Promise<void> {
  const texts = await Promise.all(
    Object.values(addresses).map(async (address) => {
      const response = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
      return JSON.stringify({ ...((await response.json()) as object), next_cursor: null });
    }),
  );
  if (new Set(texts).size !== 1) throw new Error(`the servers do not answer the same: ${texts.join('\n')}`);
}

/** Eight connections, one request after the other on each, for two seconds. */
async function load(address: string, token: string): Promise<{ rate: number; elapsedMs: number[] }> {
  const url = new URL(address);
  const pool = new Pool(url.origin, { connections: CONNECTIONS });
  const elapsedMs: number[] = [];
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - began < TURN_MS) {
      const sent = performance.now();
      const headers = { authorization: `Bearer ${token}` };
      const { statusCode, body } = await pool.request({ path: url.pathname + url.search, method: 'GET', headers });
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
      if (statusCode !== 200) throw new Error(`${address} answered ${String(statusCode)}`);
      elapsedMs.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await pool.close();
  return { rate: (elapsedMs.length * 1_000) / TURN_MS, elapsedMs };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

import { inheritedEnvironment } from '../config/inherited-environment';
import { loadConfig } from '../config/config';
void benchHttp({ env: inheritedEnvironment(), programs: join(loadConfig().home,'bin'), turns: Number(process.env['TURNS'] ?? 2), log: console.error }).then((r)=>console.log(JSON.stringify(r)));
