/** A system whose parts can be ended and started one by one, for as long as a test wants them away: each server on a home of its own. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readinessOf } from '../../src/drill/whole-system';
import { startApplication, waitForReady, type ApplicationName } from '../../src/local-servers/application-processes';
import { logFileOf, prepareHome } from '../../src/local-servers/home-folder';
import { startLocalServers, type LocalPart, type LocalServers } from '../../src/local-servers/local-servers';
import { pollUntil } from '../../src/local-servers/poll-until';
import { findFreePort } from '../../src/local-servers/ports';
import { removeDataFolder } from '../../src/local-servers/postgres-files';
import type { SupervisedChild } from '../../src/local-servers/supervised-child';
import { migrateToLatest } from '../../src/platform/migrations';
import { requiredSearchAttributes } from '../../temporal-config/search-attributes';

const ROOT = join(__dirname, '..', '..');
const PROGRAMS = resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin');
const PARTS = { PostgreSQL: 'postgres', Redis: 'redis', Temporal: 'temporal' } as const;

type Application = Exclude<ApplicationName, 'fake-providers'>;

/** A running system; `kill` ends a part by SIGKILL and keeps it away until `revive`. */
export class SplitSystem {
  readonly #servers = new Map<LocalPart, LocalServers>();
  readonly #applications = new Map<Application, SupervisedChild>();

  private constructor(
    readonly home: string,
    private readonly ports: { api: number; workerHealth: number },
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Starts everything on empty state and answers when API and worker are ready. @param settings of the environment, besides addresses */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<SplitSystem> {
    const home = mkdtempSync(join(tmpdir(), 'plan-charge-outages-'));
    chmodSync(home, 0o755);
    prepareHome(home);
    const system = new SplitSystem(home, { api: await findFreePort(), workerHealth: await findFreePort() }, settings);
    try {
      await Promise.all((Object.keys(PARTS) as LocalPart[]).map((part) => system.#startServer(part)));
      await migrateToLatest(system.databaseAdminUrl);
      await Promise.all([system.#startApplication('api'), system.#startApplication('worker')]);
    } catch (error) {
      await system.end();
      throw error;
    }
    return system;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${String(this.ports.api)}`;
  }

  get databaseAdminUrl(): string {
    return this.#servers.get('PostgreSQL')?.databaseAdminUrl ?? '';
  }

  /** SIGKILL, and nobody starts it again by itself. */
  async kill(part: LocalPart | Application): Promise<void> {
    const pid = this.#pidOf(part);
    if (pid === undefined) throw new Error(`${part} does not run`);
    process.kill(pid, 'SIGKILL');
    await (part === 'api' || part === 'worker' ? this.#applications.get(part) : this.#servers.get(part))?.stop();
  }

  /** Starts a killed part again on the same state and the same port. */
  async revive(part: LocalPart | Application): Promise<void> {
    if (part === 'api' || part === 'worker') await this.#startApplication(part);
    else await this.#startServer(part);
  }

  /** Starts a killed program without waiting for it. */
  async begin(name: Application): Promise<SupervisedChild> {
    const child = await startApplication(name, {
      home: this.home,
      env: this.#environment(),
      log: report,
      onFatal: report,
    });
    this.#applications.set(name, child);
    return child;
  }

  /** What a program has logged so far. */
  logOf(name: Application): string {
    return readFileSync(logFileOf(this.home, name), 'utf8');
  }

  /** Answers when `/ready` says `status`. */
  async awaitReadiness(status: 'ready' | 'degraded' | 'down', limitMs: number): Promise<void> {
    const seen = await pollUntil(async () => ((await readinessOf(this.apiUrl)) === status ? true : undefined), limitMs);
    if (seen === undefined) throw new Error(`/ready did not say ${status} within ${String(limitMs)} ms`);
  }

  /** Stops every process and removes every file. */
  async end(): Promise<void> {
    await Promise.all([...this.#applications.values()].map((child) => child.stop()));
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
    removeDataFolder(join(this.home, PARTS.PostgreSQL));
    rmSync(this.home, { recursive: true, force: true });
  }

  #pidOf(part: LocalPart | Application): number | undefined {
    if (part === 'api' || part === 'worker') return this.#applications.get(part)?.pid;
    return this.#servers.get(part)?.pids()[part];
  }

  async #startServer(part: LocalPart): Promise<void> {
    const home = join(this.home, PARTS[part]);
    mkdirSync(home, { recursive: true, mode: 0o755 });
    const started = await startLocalServers({
      home,
      cache: PROGRAMS,
      needs: { postgres: part === 'PostgreSQL', redis: part === 'Redis', temporal: part === 'Temporal' },
      env: process.env,
      temporalCliPath: process.env['TEMPORAL_CLI_PATH'],
      searchAttributes: requiredSearchAttributes,
      log: report,
      onFatal: report,
    });
    this.#servers.set(part, started);
  }

  async #startApplication(name: Application): Promise<void> {
    const port = name === 'api' ? this.ports.api : this.ports.workerHealth;
    const child = await this.begin(name);
    await waitForReady(child, `http://127.0.0.1:${String(port)}/ready`);
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      ...this.settings,
      PATH: process.env['PATH'],
      PLAN_CHARGE_HOME: this.home,
      LOG_LEVEL: 'info',
      PORT: String(this.ports.api),
      WORKER_HEALTH_PORT: String(this.ports.workerHealth),
      DATABASE_URL: this.#servers.get('PostgreSQL')?.databaseUrl,
      REDIS_URL: this.#servers.get('Redis')?.redisUrl,
      TEMPORAL_ADDRESS: this.#servers.get('Temporal')?.temporalAddress,
    };
  }
}

function report(line: string): void {
  process.stderr.write(`outages: ${line}\n`);
}
