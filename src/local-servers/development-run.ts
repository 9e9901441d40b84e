/** One run of `npm start`: servers, schema, demo data, API and worker, in the order they need each other, as much as possible at once. */
import { requiredSearchAttributes } from '../../temporal-config/search-attributes';
import type { Config } from '../config/config';
import {
  runProgram,
  startApplication,
  stopEarlierApplications,
  waitForReady,
  type ApplicationName,
} from './application-processes';
import { writeHomeFile } from './home-folder';
import { LocalServerError } from './local-server-error';
import { beginLocalServers, type LocalServersRequest, type StartingServers } from './local-servers';
import { pollUntil } from './poll-until';
import { choosePort, isPortFree } from './ports';
import type { Progress } from './progress';
import { isDemoLoaded, isSchemaCurrent, releaseMigrationLock } from './schema-state';
import type { SupervisedChild } from './supervised-child';

/** A stop before the start is complete waits no longer than this for parts that are still being fetched or made. */
const EARLY_STOP_LIMIT_MS = 10_000;
/** `running.json` of the home folder: the addresses of a running system, for the other programs of `npm run`. */
const RUNNING_FILE = 'running.json';

export interface DevelopmentRunOptions {
  config: Config;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  onFatal: (reason: string) => void;
}

/** Everything `npm start` runs. `stop` is safe at any moment and to repeat. */
export class DevelopmentRun {
  #servers: StartingServers | undefined;
  #applications: Promise<SupervisedChild>[] = [];
  #stopping: Promise<void> | undefined;
  #complete = false;

  constructor(private readonly options: DevelopmentRunOptions) {}

  isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /**
   * Resolves when the API answers `/ready` and the worker polls.
   * @throws LocalServerError with the reason as a sentence.
   */
  async start(): Promise<{ temporalUiUrl: string | undefined }> {
    const { config, progress } = this.options;
    progress.expect(5 + (config.demoData ? 1 : 0) + (this.#needsFakes() ? 1 : 0) - this.#given());
    this.#servers = await beginLocalServers(this.#serversRequest());
    const { postgres, redis, temporal } = this.#servers;
    const database = await this.#migrated(await postgres);
    const [startedRedis, startedTemporal, fakes] = await Promise.all([redis, temporal, this.#fakeProviders()]);
    const addresses = {
      DATABASE_URL: database.url,
      REDIS_URL: startedRedis?.redisUrl ?? config.redisUrl,
      TEMPORAL_ADDRESS: startedTemporal?.temporalAddress ?? config.temporal.address,
      ...fakes,
    };
    const env = { ...this.options.env, ...addresses, PLAN_CHARGE_HOME: config.home };
    const adminEnv = { ...env, DATABASE_ADMIN_URL: database.adminUrl };
    const uiUrl = startedTemporal?.temporalUiUrl;
    const uiPort = uiUrl === undefined ? String(config.temporal.uiPort) : new URL(uiUrl).port;
    const running = {
      ...addresses,
      DATABASE_ADMIN_URL: database.adminUrl,
      PORT: String(config.port),
      TEMPORAL_UI_PORT: uiPort,
    };
    writeHomeFile(config.home, RUNNING_FILE, { content: running, mode: 0o600 });
    await Promise.all([this.#seed(adminEnv), this.#runApplications(env)]);
    this.#complete = true;
    return { temporalUiUrl: startedTemporal?.temporalUiUrl };
  }

  /** Stops API and worker, then the servers, and gives the home folder free. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    if (this.#complete) return this.#stopping;
    // A pause that outlives the program is harmless: the program exits after this.
    const early = pollUntil(() => Promise.resolve(undefined), EARLY_STOP_LIMIT_MS);
    await Promise.race([this.#stopping, early]);
  }

  async #stopAll(): Promise<void> {
    this.#servers?.markStopping();
    const applications = await Promise.allSettled(this.#applications);
    await Promise.all(applications.flatMap((child) => (child.status === 'fulfilled' ? [child.value.stop()] : [])));
    await this.#servers?.stop();
  }

  #serversRequest(): LocalServersRequest {
    const { config, env, progress, onFatal } = this.options;
    return {
      home: config.home,
      needs: this.#needs(),
      env,
      redisMayFail: true,
      temporalCliPath: config.temporal.cliPath,
      temporalUiPort: config.temporal.uiPort,
      searchAttributes: requiredSearchAttributes,
      log: progress.remark,
      onReady: (part, elapsedMs, where) => {
        progress.step(part, where === undefined ? 'not running' : `ready in {} on ${where}`, elapsedMs);
      },
      onFatal,
      beforeStart: async () => {
        await stopEarlierApplications(config.home, progress.remark);
        if (await isPortFree(config.port, config.host)) return;
        throw new LocalServerError(
          `Port ${String(config.port)} is taken by another program; stop that one, or start with another port: PORT=${String(config.port + 1)} npm start`,
        );
      },
    };
  }

  #needs(): LocalServersRequest['needs'] {
    const { config } = this.options;
    if ((config.databaseUrl === undefined) !== (config.databaseAdminUrl === undefined)) {
      throw new LocalServerError(
        'Set both DATABASE_URL and DATABASE_ADMIN_URL, or neither: one role serves, the other migrates.',
      );
    }
    return {
      postgres: config.databaseUrl === undefined,
      redis: config.redisUrl === undefined && config.nodeEnv !== 'production',
      temporal: config.temporal.address === undefined,
    };
  }

  /** How many servers are given by configuration, so not started. */
  #given(): number {
    return Object.values(this.#needs()).filter((needed) => !needed).length;
  }

  async #migrated(local: { databaseUrl: string; databaseAdminUrl: string } | undefined): Promise<DatabaseUrls> {
    const { config, progress, env } = this.options;
    const began = performance.now();
    const url = local?.databaseUrl ?? config.databaseUrl ?? '';
    const adminUrl = local?.databaseAdminUrl ?? config.databaseAdminUrl ?? '';
    if (local !== undefined && (await releaseMigrationLock(adminUrl))) {
      progress.remark('Freed the lock of a migration that was killed.');
    }
    const current = await isSchemaCurrent(adminUrl);
    if (!current) await runProgram('migrate', { ...env, DATABASE_ADMIN_URL: adminUrl, PLAN_CHARGE_HOME: config.home });
    progress.step('Schema', current ? 'up to date, checked in {}' : 'migrated in {}', performance.now() - began);
    return { url, adminUrl };
  }

  async #seed(env: NodeJS.ProcessEnv & { DATABASE_ADMIN_URL: string }): Promise<void> {
    if (!this.options.config.demoData) return;
    const began = performance.now();
    const loaded = await isDemoLoaded(env.DATABASE_ADMIN_URL);
    if (!loaded) await runProgram('seed', env);
    const detail = loaded ? 'there already, checked in {}' : 'loaded in {}';
    this.options.progress.step('Demo data', detail, performance.now() - began);
  }

  /** In production the providers are the real ones, and one that was given an address is where it says. */
  #needsFakes(): boolean {
    const { nodeEnv, providers } = this.options.config;
    return nodeEnv !== 'production' && !(providers.payfit.isGiven && providers.gryzzly.isGiven);
  }

  /** Starts the fakes and answers where they are. */
  async #fakeProviders(): Promise<Record<string, string>> {
    if (!this.#needsFakes()) return {};
    const { config, env, progress } = this.options;
    const began = performance.now();
    const payfitPort = await choosePort(config.home, 'fakePayfit');
    const gryzzlyPort = await choosePort(config.home, 'fakeGryzzly');
    const args = [`--payfit-port=${String(payfitPort)}`, `--gryzzly-port=${String(gryzzlyPort)}`];
    const child = await this.#startApplication('fake-providers', env, args);
    await waitForReady(child, `http://127.0.0.1:${String(gryzzlyPort)}/__fake/state`);
    progress.step(
      'Fake providers',
      `ready in {} on ports ${String(payfitPort)} and ${String(gryzzlyPort)}`,
      performance.now() - began,
    );
    const { payfit, gryzzly } = config.providers;
    return {
      ...(payfit.isGiven ? {} : { PAYFIT_BASE_URL: `http://127.0.0.1:${String(payfitPort)}` }),
      ...(gryzzly.isGiven ? {} : { GRYZZLY_BASE_URL: `http://127.0.0.1:${String(gryzzlyPort)}/v1` }),
    };
  }

  async #runApplications(env: NodeJS.ProcessEnv): Promise<void> {
    const { config, progress } = this.options;
    const began = performance.now();
    const healthPort = config.workerHealthPort ?? (await choosePort(config.home, 'workerHealth'));
    const api = this.#startApplication('api', env);
    const worker = this.#startApplication('worker', { ...env, WORKER_HEALTH_PORT: String(healthPort) });
    await Promise.all([
      waitForReady(await api, `http://${probeHost(config.host)}:${String(config.port)}/ready`),
      waitForReady(await worker, `http://127.0.0.1:${String(healthPort)}/ready`),
    ]);
    progress.step('API and worker', `ready in {} on port ${String(config.port)}`, performance.now() - began);
  }

  #startApplication(
    name: ApplicationName,
    env: NodeJS.ProcessEnv,
    args: readonly string[] = [],
  ): Promise<SupervisedChild> {
    const { config, progress, onFatal } = this.options;
    if (this.isStopping()) throw new LocalServerError('Stopped while starting.');
    const child = startApplication(name, { home: config.home, env, args, log: progress.remark, onFatal });
    this.#applications.push(child);
    return child;
  }
}

interface DatabaseUrls {
  url: string;
  adminUrl: string;
}

function probeHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}
