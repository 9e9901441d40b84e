/** One client that writes without pause: bookings, absences, holidays, their changes and deletions. */
import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '../shared/calendar-dates';
import { newId } from '../shared/ids';
import type { ApiClient, Reply } from './api-client';
import { Journal, type Attempt, type KnownRecord } from './journal';
import type { Random } from './random';
import type { DrillOrganization } from './seed-organization';

/** Above this many live records a writer deletes more than it creates, so that people's plans stay of a real size. */
const RECORDS_WANTED = 25;
const WEEKS_AHEAD = 40;
/** Between two sendings of an attempt that was not answered. */
const RETRY_PAUSE_MS = 100;

export interface WriterOptions {
  name: string;
  api: ApiClient;
  organization: DrillOrganization;
  random: Random;
  /** Called with each answer and each silence. */
  onReply?: (attempt: Attempt, reply: Reply) => void;
}

/** Owns the records it creates; shares the people with the other writers. */
export class Writer {
  readonly journal = new Journal();
  #pending: Attempt | undefined;

  constructor(private readonly options: WriterOptions) {}

  /** Writes until `stop` is aborted; an attempt without a decision is sent again, by the next `write` if need be. */
  async write(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (!(await this.#sendOnce())) await pause(RETRY_PAUSE_MS, undefined, { ref: true });
    }
  }

  /**
   * Sends what is still undecided until it is decided, then once more where it carries an Idempotency-Key: the second
   * answer must be the first one.
   * @throws Error when there is no decision within the limit
   */
  async settle(limitMs: number): Promise<void> {
    const attempt = this.#pending;
    const end = performance.now() + limitMs;
    while (this.#pending !== undefined) {
      if (performance.now() > end) throw new Error(`writer ${this.options.name}: a write stays without an answer`);
      if (!(await this.#sendOnce())) await pause(RETRY_PAUSE_MS);
    }
    if (attempt?.call.idempotencyKey !== undefined) await this.#expectReplay(attempt);
  }

  async #sendOnce(): Promise<boolean> {
    const attempt = (this.#pending ??= this.#next());
    const reply = await this.options.api.send(attempt.call);
    this.options.onReply?.(attempt, reply);
    const decided = this.journal.settle(attempt, reply);
    if (decided) this.#pending = undefined;
    return decided;
  }

  async #expectReplay({ call }: Attempt): Promise<void> {
    const reply = await this.options.api.send(call);
    const known = this.journal.alive.has(String(reply.body['id']));
    if (!reply.replayed || !known)
      this.journal.wrong.push(`${call.method} ${call.path}: sent again with its key it was not the same answer`);
  }

  #next(): Attempt {
    const { random } = this.options;
    const records = [...this.journal.alive.values()];
    const share = random.next();
    if (records.length > 0 && share < (records.length > RECORDS_WANTED ? 0.5 : 0.2))
      return deletionOf(random.pick(records));
    if (records.length > 0 && share < 0.6) return this.#changeOf(random.pick(records));
    return this.#creation();
  }

  #creation(): Attempt {
    const { random, organization } = this.options;
    const marker = `${this.options.name} ${newId()}`;
    const collection = random.pick([
      '/allocations',
      '/allocations',
      '/allocations',
      '/absences',
      `/calendars/${organization.calendarId}/holidays`,
    ]);
    const call = { method: 'POST', path: collection, idempotencyKey: newId() } as const;
    return { verb: 'create', collection, call: { ...call, body: this.#bodyFor(collection, marker) }, sent: 0 };
  }

  #bodyFor(collection: string, marker: string): object {
    const { random, organization } = this.options;
    const start = addDays(organization.firstDate, random.integer(0, WEEKS_AHEAD * 7));
    if (collection.endsWith('/holidays')) return { date: start, label: marker };
    const common = { person_id: random.pick(organization.personIds), start_date: start, notes: marker };
    if (collection === '/absences')
      return { ...common, end_date: addDays(start, random.integer(0, 4)), type: 'vacation' };
    const load = { minutes_per_day: random.integer(1, 8) * 60 };
    return { ...common, project_id: organization.projectId, end_date: addDays(start, random.integer(0, 27)), ...load };
  }

  #changeOf(target: KnownRecord): Attempt {
    const field = target.collection.endsWith('/holidays') ? 'label' : 'notes';
    const body = { [field]: `${this.options.name} ${newId()}`, ...this.#movedDates(target) };
    const call = { method: 'PATCH', path: `${target.collection}/${target.id}`, body, ifMatch: target.version } as const;
    return { verb: 'change', collection: target.collection, call, target, sent: 0 };
  }

  /** Another end for bookings and absences, another day for holidays: a change that moves figures. */
  #movedDates({ body }: KnownRecord): object {
    const days = this.options.random.integer(0, 10);
    if (typeof body['date'] === 'string') return { date: addDays(body['date'], days - 5) };
    return { end_date: addDays(String(body['start_date']), days) };
  }
}

function deletionOf(target: KnownRecord): Attempt {
  const call = { method: 'DELETE', path: `${target.collection}/${target.id}`, ifMatch: target.version } as const;
  return { verb: 'delete', collection: target.collection, call, target, sent: 0 };
}
