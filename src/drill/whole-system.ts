/** A system of its own to be mistreated: `src/main-all.ts` on a temporary home, killed as a whole and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pollUntil } from '../local-servers/poll-until';
import { findFreePort } from '../local-servers/ports';
import { removeDataFolder } from '../local-servers/postgres-files';
import { findMarked, findWithin } from '../local-servers/running-processes';
import { killProcess } from './kill-process';

const ROOT = join(__dirname, '..', '..');
const GONE_LIMIT_MS = 10_000;
const PROBE_LIMIT_MS = 5_000;
const OUTPUT_TAIL_CHARACTERS = 2_000;
/** All load comes from one user on one machine: requests are counted as always, and none is refused. */
const NEVER_REACHED = '100000000';
export const withoutRateLimits = {
  RATE_LIMIT_PER_TOKEN: NEVER_REACHED,
  RATE_LIMIT_PER_USER: NEVER_REACHED,
  RATE_LIMIT_PER_ADDRESS: NEVER_REACHED,
  RATE_LIMIT_PER_ORGANIZATION: NEVER_REACHED,
};

export interface WholeSystemRequest {
  env: NodeJS.ProcessEnv;
  /** Absolute path of the folder of fetched programs, shared with `npm start` so that nothing is fetched twice. */
  programs: string;
}

/** A running or killed system. Its home outlives each kill; `remove` ends all of it. */
export class WholeSystem {
  #child: ChildProcess | undefined;

  private constructor(
    readonly home: string,
    readonly apiUrl: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Makes an empty home under the system's temporary folder and picks its ports; starts nothing. */
  static async prepare({ env, programs }: WholeSystemRequest): Promise<WholeSystem> {
    const home = mkdtempSync(join(tmpdir(), 'plan-charge-drill-'));
    chmodSync(home, 0o755); // PostgreSQL may run as another user
    mkdirSync(programs, { recursive: true });
    symlinkSync(programs, join(home, 'bin'));
    const [port, uiPort] = [await findFreePort(), await findFreePort()];
    const own = { PLAN_CHARGE_HOME: home, PORT: String(port), TEMPORAL_UI_PORT: String(uiPort), DEMO_DATA: 'false' };
    const environment = { ...withoutAddresses(env), ...withoutRateLimits, ...own };
    return new WholeSystem(home, `http://127.0.0.1:${String(port)}`, environment);
  }

  /** The owning role's address of this system's PostgreSQL. */
  get databaseAdminUrl(): string {
    return this.#addressOf('DATABASE_ADMIN_URL');
  }

  /** The application's role's address of it. */
  get databaseUrl(): string {
    return this.#addressOf('DATABASE_URL');
  }

  /**
   * Starts everything and answers after how many milliseconds `/ready` said ready.
   * @throws Error with the last output when the limit passes or the program ends first
   */
  async start(limitMs: number): Promise<number> {
    const began = performance.now();
    const child = this.#spawn();
    const ready = await pollUntil(async () => {
      if (child.exitCode !== null) throw new Error(`the system ended while starting:\n${this.#outputTail()}`);
      return (await readinessOf(this.apiUrl)) === 'ready' ? true : undefined;
    }, limitMs);
    if (ready === undefined) throw new Error(`not ready after ${String(limitMs)} ms:\n${this.#outputTail()}`);
    return Math.round(performance.now() - began);
  }

  /** `kill -9` of everything that belongs to this home, servers and guards included; answers how many processes it was. */
  async killAll(): Promise<number> {
    const killed = new Set<number>();
    const gone = await pollUntil(() => {
      const pids = findWithin(this.home);
      if (this.#child?.pid !== undefined && this.#child.exitCode === null) pids.push(this.#child.pid);
      for (const pid of pids) if (killProcess(pid)) killed.add(pid);
      return Promise.resolve(pids.length === 0 || this.#nothingLeft() ? true : undefined);
    }, GONE_LIMIT_MS);
    if (gone === undefined) throw new Error(`processes of ${this.home} are still there after kill -9`);
    return killed.size;
  }

  /** `kill -9` of the worker alone, which `npm start` starts again; answers how many processes it was, none while it is away. */
  killWorker(): number {
    return this.workerPids().filter(killProcess).length;
  }

  /** Processes of the worker; none while it is away. */
  workerPids(): number[] {
    const programs = [...new Set(['node', basename(process.execPath)])];
    return findMarked({ programs, path: join(this.home, 'worker') });
  }

  /** The most memory that the worker has had so far, in MB; null where there is no /proc. */
  workerPeakMb(): number | null {
    const [pid] = this.workerPids();
    const file = `/proc/${String(pid)}/status`;
    if (pid === undefined || !existsSync(file)) return null;
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024);
  }

  /** Kills what runs and removes the home. */
  async remove(): Promise<void> {
    await this.killAll();
    removeDataFolder(this.home);
    rmSync(this.home, { recursive: true, force: true });
  }

  #addressOf(name: string): string {
    const running = JSON.parse(readFileSync(join(this.home, 'running.json'), 'utf8')) as Record<string, string>;
    return running[name] ?? '';
  }

  #nothingLeft(): boolean {
    return findWithin(this.home).length === 0;
  }

  #spawn(): ChildProcess {
    const output = openSync(this.#outputFile(), 'w');
    // The channel ends the system when the drill itself is killed.
    const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src', 'main-all.ts')], {
      cwd: ROOT,
      env: this.env,
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    child.unref();
    child.channel?.unref();
    this.#child = child;
    return child;
  }

  #outputFile(): string {
    return join(this.home, 'output.log');
  }

  #outputTail(): string {
    return readFileSync(this.#outputFile(), 'utf8').slice(-OUTPUT_TAIL_CHARACTERS);
  }
}

/** What `/ready` says: `ready`, `degraded`, `down`, or undefined when nobody answers. */
export async function readinessOf(apiUrl: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${apiUrl}/ready`, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return ((await response.json()) as { status: string }).status;
  } catch {
    return undefined; // not listening; the caller's limit ends the attempts
  }
}

/** Addresses in the caller's environment would make it use servers that are not its own. */
function withoutAddresses(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign =
    /^(DATABASE_|REDIS_URL$|TEMPORAL_(?!CLI_PATH)|WORKER_HEALTH_PORT$|PORT$|HOST$|NODE_ENV$|JEST_WORKER_ID$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
