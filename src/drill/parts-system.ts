/** A system of its own on a temporary home whose parts can be killed one by one; whoever watches over them starts them again. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requiredSearchAttributes } from '../../temporal-config/search-attributes';
import { runProgram, startApplication, waitForReady } from '../local-servers/application-processes';
import { prepareHome } from '../local-servers/home-folder';
import { startLocalServers, type LocalServers } from '../local-servers/local-servers';
import { pollUntil } from '../local-servers/poll-until';
import { findFreePort } from '../local-servers/ports';
import { removeDataFolder } from '../local-servers/postgres-files';
import type { SupervisedChild } from '../local-servers/supervised-child';
import { killProcess } from './kill-process';
import { readinessOf, withoutRateLimits } from './whole-system';

export interface PartsRequest {
  env: NodeJS.ProcessEnv;
  /** Absolute path of the folder of fetched programs. */
  programs: string;
  /** Where the outside is, e.g. `PAYFIT_BASE_URL`, `SMTP_URL`, and what else the programs need in their environment. */
  addresses: Readonly<Record<string, string>>;
  /** False: the caller starts its workers itself. */
  withWorker: boolean;
  log: (line: string) => void;
}

/** What `kill` ends. */
export const killableParts = ['worker', 'api', 'PostgreSQL', 'Redis', 'Temporal'] as const;
export type KillablePart = (typeof killableParts)[number];

export class PartsSystem {
  #servers: LocalServers | undefined;
  readonly #applications = new Map<'api' | 'worker', SupervisedChild>();

  private constructor(
    readonly home: string,
    private readonly ports: { api: number; worker: number },
    private readonly request: PartsRequest,
  ) {}

  /** Starts everything on empty state and answers when it is ready. */
  static async start(request: PartsRequest): Promise<PartsSystem> {
    const home = mkdtempSync(join(tmpdir(), 'plan-charge-parts-'));
    chmodSync(home, 0o755); // PostgreSQL may run as another user
    prepareHome(home);
    const system = new PartsSystem(home, { api: await findFreePort(), worker: await findFreePort() }, request);
    try {
      await system.#startAll();
      return system;
    } catch (error) {
      await system.remove();
      throw error;
    }
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${String(this.ports.api)}`;
  }

  get databaseAdminUrl(): string {
    return this.#servers?.databaseAdminUrl ?? '';
  }

  get temporalAddress(): string {
    return this.#servers?.temporalAddress ?? '';
  }

  /** What programs of this system need in their environment. */
  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: this.request.env['PATH'],
      PLAN_CHARGE_HOME: this.home,
      LOG_LEVEL: 'info',
      PORT: String(this.ports.api),
      DATABASE_URL: this.#servers?.databaseUrl,
      REDIS_URL: this.#servers?.redisUrl,
      TEMPORAL_ADDRESS: this.#servers?.temporalAddress,
      ...withoutRateLimits,
      ...this.request.addresses,
    };
  }

  /** SIGKILL. The part comes back by itself. False when it does not run at this moment. */
  kill(part: KillablePart): boolean {
    const pid = part === 'api' || part === 'worker' ? this.#applications.get(part)?.pid : this.#servers?.pids()[part];
    return pid !== undefined && killProcess(pid);
  }

  /** `kill -9` as soon as the part runs; answers when everything is ready again. @throws Error when that does not come within `limitMs` */
  async strike(part: KillablePart, limitMs: number): Promise<void> {
    const struck = await pollUntil(() => Promise.resolve(this.kill(part) ? true : undefined), limitMs);
    if (struck === undefined) throw new Error(`${part} did not run`);
    await this.awaitReady(limitMs);
  }

  /** @throws Error when the API does not say that everything is ready within `limitMs` */
  async awaitReady(limitMs: number): Promise<void> {
    const isReady = async (): Promise<true | undefined> =>
      (await readinessOf(this.apiUrl)) === 'ready' && (await answersOk(this.ports.worker, this.request.withWorker))
        ? true
        : undefined;
    if ((await pollUntil(isReady, limitMs)) === undefined) {
      throw new Error(`not ready ${String(limitMs)} ms after the fault; logs are in ${join(this.home, 'logs')}`);
    }
  }

  /** Stops every process and removes every file. */
  async remove(): Promise<void> {
    await Promise.all([...this.#applications.values()].map((child) => child.stop()));
    await this.#servers?.stop();
    removeDataFolder(this.home);
    rmSync(this.home, { recursive: true, force: true });
  }

  async #startAll(): Promise<void> {
    const { env, programs, log, withWorker } = this.request;
    mkdirSync(programs, { recursive: true });
    this.#servers = await startLocalServers({
      home: this.home,
      cache: programs,
      needs: { postgres: true, redis: true, temporal: true },
      env,
      temporalCliPath: env['TEMPORAL_CLI_PATH'],
      searchAttributes: requiredSearchAttributes,
      log,
      onFatal: log,
    });
    await runProgram('migrate', { ...this.environment, DATABASE_ADMIN_URL: this.databaseAdminUrl });
    await Promise.all([this.#startApplication('api'), ...(withWorker ? [this.#startApplication('worker')] : [])]);
  }

  async #startApplication(name: 'api' | 'worker'): Promise<void> {
    const own = name === 'worker' ? { WORKER_HEALTH_PORT: String(this.ports.worker) } : {};
    const { log } = this.request;
    const child = await startApplication(name, {
      home: this.home,
      env: { ...this.environment, ...own },
      log,
      onFatal: log,
    });
    this.#applications.set(name, child);
    await waitForReady(child, `http://127.0.0.1:${String(this.ports[name])}/ready`);
  }
}

async function answersOk(port: number, isAsked: boolean): Promise<boolean> {
  if (!isAsked) return true;
  try {
    return (await fetch(`http://127.0.0.1:${String(port)}/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // not listening; the caller's limit ends the attempts
  }
}
