/**
 * The edit drill: many writers edit the plan at once, in every way that moves figures, while workers are killed at random
 * moments. Whenever a share of the edits is done, everything must be drained and a full recompute must change nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient, type Login, type Reply } from './api-client';
import { buildEditWorld } from './edit-world';
import type { EditWorld } from './plan-bodies';
import { createRandom, type Random } from './random';
import { Editor } from './random-edits';
import { seedOwner } from './seed-organization';
import { awaitDrained, compareWithFullRecompute, recomputeInFull } from './verification';
import { WholeSystem, type WholeSystemRequest } from './whole-system';

export interface EditDrillRequest extends WholeSystemRequest {
  /** Edits answered in all; they are checked after every `editsPerCheck`. */
  edits: number;
  editsPerCheck: number;
  writers: number;
  people: number;
  seed: number;
  log: (line: string) => void;
  onSystem?: (system: WholeSystem) => void;
}

export interface EditDrill {
  edits: number;
  /** Answers by status. */
  statuses: Record<number, number>;
  workersKilled: number;
  /** What a correct system never does, as sentences. */
  losses: string[];
  weeks: number;
  openConflicts: number;
}

const START_LIMIT_MS = 120_000;
/** Beyond what the database lets a statement take, so that silence is a fault of ours. */
const CALL_LIMIT_MS = 120_000;
/** `npm start` gives up after five deaths of a part within a minute: so at most four. */
const KILL_PAUSE_MS = { from: 15_500, to: 22_000 };
const FIRST_KILL_MS = { from: 500, to: 4_000 };
/** What edits that know nothing of each other may be answered. */
const EXPECTED = new Set([200, 201, 204, 400, 404, 409]);

/** Runs on a system of its own, which is gone afterwards. @throws Error when the system does not start */
export async function runEditDrill(request: EditDrillRequest): Promise<EditDrill> {
  const system = await WholeSystem.prepare(request);
  request.onSystem?.(system);
  try {
    await system.start(START_LIMIT_MS);
    return await new Drill(system, request).run();
  } finally {
    await system.remove();
  }
}

class Drill {
  readonly #random: Random;
  readonly #result: EditDrill = { edits: 0, statuses: {}, workersKilled: 0, losses: [], weeks: 0, openConflicts: 0 };

  constructor(
    private readonly system: WholeSystem,
    private readonly request: EditDrillRequest,
  ) {
    this.#random = createRandom(request.seed);
  }

  async run(): Promise<EditDrill> {
    const { organizationId, login } = await seedOwner(this.system.databaseAdminUrl);
    const api = await this.#signedIn(login);
    const create = async (path: string, body: object) =>
      String((await api.demand({ method: 'POST', path, body }))['id']);
    const world = await buildEditWorld(create, { organizationId, people: this.request.people });
    await recomputeInFull(api);
    const writers = await this.#writers(login, world);
    while (this.#result.edits < this.request.edits && this.#result.losses.length === 0) {
      const until = Math.min(this.request.edits, this.#result.edits + this.request.editsPerCheck);
      await this.#editUntil(until, writers);
      await api.logIn(login);
      await this.#check(api, organizationId);
    }
    return this.#result;
  }

  async #signedIn(login: Login): Promise<ApiClient> {
    const api = new ApiClient(this.system.apiUrl, CALL_LIMIT_MS);
    const reply = await api.logIn(login);
    if (reply.status !== 200) throw new Error(`the sign-in was answered ${String(reply.status)}`);
    return api;
  }

  async #writers(login: Login, world: EditWorld): Promise<EditingClient[]> {
    const writers: EditingClient[] = [];
    for (let number = 0; number < this.request.writers; number += 1) {
      const editor = new Editor(createRandom(this.#random.integer(0, 2 ** 31)), world);
      writers.push({ api: await this.#signedIn(login), editor, login });
    }
    return writers;
  }

  /** All writers at once until so many edits are answered, and beside them the kills. */
  async #editUntil(edits: number, writers: readonly EditingClient[]): Promise<void> {
    const stop = new AbortController();
    const killing = this.#killWorkers(stop.signal);
    const state = { left: edits - this.#result.edits };
    const write = async (writer: EditingClient): Promise<void> => {
      while (state.left > 0) {
        state.left -= 1;
        this.#count(await editOnce(writer));
      }
    };
    try {
      await Promise.all(writers.map(write));
    } finally {
      stop.abort();
      await killing;
    }
  }

  async #killWorkers(signal: AbortSignal): Promise<void> {
    let wait = FIRST_KILL_MS;
    for (;;) {
      try {
        await pause(this.#random.integer(wait.from, wait.to), undefined, { signal });
      } catch {
        return; // the edits are done
      }
      if (this.system.killWorker() > 0) this.#result.workersKilled += 1;
      wait = KILL_PAUSE_MS;
    }
  }

  #count({ status, body, elapsedMs }: Reply): void {
    const { statuses, losses } = this.#result;
    this.#result.edits += 1;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (EXPECTED.has(status)) return;
    const answer = status === 0 ? 'not answered' : `answered ${String(status)}: ${JSON.stringify(body).slice(0, 300)}`;
    losses.push(`an edit was ${answer} after ${String(Math.round(elapsedMs))} ms`);
  }

  async #check(api: ApiClient, organizationId: string): Promise<void> {
    const { losses } = this.#result;
    const suspect = { api, organization: { organizationId }, databaseAdminUrl: this.system.databaseAdminUrl };
    const drainedMs = await awaitDrained(suspect, losses);
    Object.assign(this.#result, await compareWithFullRecompute(suspect, losses));
    const { edits, workersKilled, weeks, openConflicts } = this.#result;
    const parts = [
      `${String(edits)} edits, ${String(workersKilled)} workers killed`,
      `drained ${String(drainedMs)} ms after the last`,
      `${String(weeks)} weeks and ${String(openConflicts)} conflicts ${losses.length === 0 ? 'as a full recompute has them' : 'ARE NOT RIGHT'}`,
    ];
    this.request.log(parts.join('; '));
  }
}

interface EditingClient {
  api: ApiClient;
  editor: Editor;
  login: Login;
}

/** One edit, sent again after a new sign-in when the token has run out. */
async function editOnce({ api, editor, login }: EditingClient): Promise<Reply> {
  const { makes, ...edit } = editor.next();
  let reply = await api.send(edit);
  if (reply.status === 401) {
    await api.logIn(login);
    reply = await api.send(edit);
  }
  if (reply.status === 201 && makes !== undefined) editor.remember({ ...edit, makes }, String(reply.body['id']));
  return reply;
}
