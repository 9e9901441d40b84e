/** A system of its own with so many workers and fakes of a given size, and organisations that are connected to them. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ApiClient, type Login } from '../drill/api-client';
import { seedOwner } from '../drill/seed-organization';
import { PartsSystem, type PartsRequest } from '../drill/parts-system';
import type { FakeSize } from '../fake-providers/start-fake-providers';
import { logFileOf } from '../local-servers/home-folder';
import { pollUntil } from '../local-servers/poll-until';
import { findFreePort } from '../local-servers/ports';
import { SupervisedChild } from '../local-servers/supervised-child';
import { workerEnvironment, workerFlags } from '../local-servers/worker-flags';
import { FakeProgram, type FakeName } from './fake-program';

const ROOT = join(__dirname, '..', '..');
const COMPILED_WORKER = join(ROOT, 'dist', 'src', 'main-worker.js');
const START_LIMIT_MS = 180_000;
const CALL_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;
const CREDENTIALS = { payfit: { api_key: 'demo-payfit-key' }, gryzzly: { api_key: 'demo-gryzzly-key' } };

export interface SyncSystemRequest extends Omit<PartsRequest, 'addresses' | 'withWorker'> {
  size: FakeSize;
}

/** An organisation with a connection, and a client that may do everything in it. */
export interface Connected {
  api: ApiClient;
  login: Login;
  organizationId: string;
  connectionId: string;
}

export class SyncSystem {
  readonly #workers: { child: SupervisedChild; port: number }[] = [];

  private constructor(
    readonly parts: PartsSystem,
    readonly fakes: FakeProgram,
    private readonly log: (line: string) => void,
  ) {}

  /** Without workers. */
  static async start(request: SyncSystemRequest): Promise<SyncSystem> {
    const fakes = await FakeProgram.start(request.size);
    try {
      const { addresses } = fakes;
      const parts = await PartsSystem.start({ ...request, addresses, withWorker: false });
      return new SyncSystem(parts, fakes, request.log);
    } catch (error) {
      fakes.close();
      throw error;
    }
  }

  /** Starts workers until there are `count`, and answers when all poll. */
  async haveWorkers(count: number): Promise<void> {
    while (this.#workers.length < count) this.#workers.push(await this.#startWorker());
    for (const { port } of this.#workers) {
      const ready = await pollUntil(() => answersOk(`http://127.0.0.1:${String(port)}/ready`), START_LIMIT_MS);
      if (ready === undefined) throw new Error('a worker is not ready');
    }
  }

  /** Resident bytes of the largest worker. */
  largestWorkerBytes(): number {
    const sizes = this.#workers.flatMap(({ child }) => (child.pid === undefined ? [] : residentBytes(child.pid)));
    return Math.max(0, ...sizes);
  }

  /** A new organisation, connected to one provider. All use the same key, so all share its limit. */
  async connect(provider: FakeName): Promise<Connected> {
    const { organizationId, login } = await seedOwner(this.parts.databaseAdminUrl);
    const api = new ApiClient(this.parts.apiUrl, CALL_LIMIT_MS);
    await api.logIn(login);
    const connectionId = await connectTo(api, provider);
    return { api, login, organizationId, connectionId };
  }

  async remove(): Promise<void> {
    this.fakes.close();
    await Promise.all(this.#workers.map(({ child }) => child.stop()));
    await this.parts.remove();
  }

  /** Supervised like all parts, so that it ends with the bench however that ends. */
  async #startWorker(): Promise<{ child: SupervisedChild; port: number }> {
    const { home, environment } = this.parts;
    const port = await findFreePort();
    const name = `worker-${String(this.#workers.length + 1)}`;
    const mark = { programs: [...new Set(['node', basename(process.execPath)])], path: join(home, name) };
    const child = await SupervisedChild.start(
      {
        name: 'Worker',
        mark,
        command: process.execPath,
        args: [...workerProgram(), `--run=${mark.path}`],
        env: { ...workerEnvironment, ...environment, WORKER_HEALTH_PORT: String(port), LOG_LEVEL: 'error' },
        cwd: ROOT,
        stopSignal: 'SIGKILL',
        stopLimitMs: STOP_LIMIT_MS,
        logFile: logFileOf(home, name),
        whenHopeless: 'fatal',
      },
      { log: this.log, onFatal: this.log },
    );
    return { child, port };
  }
}

/** The new connection's id. */
export async function connectTo(api: ApiClient, provider: FakeName): Promise<string> {
  const { items } = await api.demand({ method: 'GET', path: '/integrations/providers' });
  const providers = items as Record<string, unknown>[];
  const provider_id = providers.find((one) => one['provider_key'] === provider)?.['id'];
  const body = { provider_id, credentials: CREDENTIALS[provider] };
  return String((await api.demand({ method: 'POST', path: '/integrations/connections', body }))['id']);
}

/** Asks for a run and answers its id. */
export async function askForSync({ api, login, connectionId }: Connected, kind: string): Promise<string> {
  // A sync of 10,000 people takes longer than a token lasts.
  await api.logIn(login);
  const path = `/integrations/${connectionId}/sync?kind=${kind}`;
  return String((await api.demand({ method: 'POST', path }))['run_id']);
}

/** The compiled worker where there is one (`npm run build`), as production has it: without compiler and bundler it is far smaller. */
export function workerProgram(): string[] {
  return isCompiled()
    ? [...workerFlags, COMPILED_WORKER]
    : [...workerFlags, '--import', 'tsx', join(ROOT, 'src', 'main-worker.ts')];
}

/** False: workers run from the sources, whose compiler and bundler take memory. */
export function isCompiled(): boolean {
  return existsSync(COMPILED_WORKER);
}

function residentBytes(pid: number): number[] {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? [] : [Number(kilobytes) * 1024];
  } catch {
    return []; // ended meanwhile
  }
}

async function answersOk(url: string): Promise<true | undefined> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok ? true : undefined;
  } catch {
    return undefined; // not listening yet
  }
}
