/** What the API has told a client, kept on the client's side: the truth a drill holds the system to. */
import type { Call, Reply } from './api-client';

export type WriteVerb = 'create' | 'change' | 'delete';

/** A record as the API last answered it, without the impact. */
export interface KnownRecord {
  /** Collection below `/api/v1`, e.g. `/allocations`. */
  collection: string;
  id: string;
  version: number;
  body: Record<string, unknown>;
}

/** One write that may have to be sent more than once until it is answered. */
export interface Attempt {
  verb: WriteVerb;
  collection: string;
  call: Call;
  /** The record changed or deleted. */
  target?: KnownRecord;
  sent: number;
}

/** Answers that say "not now" or nothing: whether the write happened is unknown. */
const UNDECIDED = new Set([0, 503]);

/** One client's acknowledged writes. */
export class Journal {
  readonly alive = new Map<string, KnownRecord>();
  readonly deleted = new Set<string>();
  acknowledged = 0;
  /** Writes sent again after a silence whose first sending turned out to have happened. */
  foundDone = 0;
  /** Answers that a correct system never gives, as sentences. */
  readonly wrong: string[] = [];

  /** Takes note of an answer; false when it decides nothing and the attempt has to be sent again. */
  settle(attempt: Attempt, reply: Reply): boolean {
    attempt.sent += 1;
    if (UNDECIDED.has(reply.status)) return false;
    const again = attempt.sent > 1;
    if (reply.status >= 200 && reply.status < 300) this.#acknowledge(attempt, reply);
    else if (again && attempt.target !== undefined && isTraceOfFirst(attempt.verb, reply.status))
      this.#foundDone(attempt);
    else this.wrong.push(sentenceOf(attempt, reply));
    return true;
  }

  #acknowledge(attempt: Attempt, reply: Reply): void {
    this.acknowledged += 1;
    if (reply.replayed) this.foundDone += 1;
    if (attempt.verb === 'delete') this.#forget(attempt);
    else this.#remember(attempt.collection, reply.body);
  }

  /** A change answers 412 and a deletion 404 when an earlier, unanswered sending did it. */
  #foundDone(attempt: Attempt): void {
    const { target, verb, call } = attempt;
    if (target === undefined) return;
    this.foundDone += 1;
    if (verb === 'delete') this.#forget(attempt);
    else {
      const body = { ...target.body, ...call.body, version: target.version + 1, updated_at: undefined };
      this.#remember(attempt.collection, body);
    }
  }

  #remember(collection: string, answered: Record<string, unknown>): void {
    const body = { ...answered };
    delete body['impact'];
    const id = String(body['id']);
    this.alive.set(id, { collection, id, version: Number(body['version']), body });
  }

  #forget({ target }: Attempt): void {
    if (target === undefined) return;
    this.alive.delete(target.id);
    this.deleted.add(target.id);
  }
}

function isTraceOfFirst(verb: WriteVerb, status: number): boolean {
  return (verb === 'change' && status === 412) || (verb === 'delete' && status === 404);
}

function sentenceOf({ call, sent }: Attempt, reply: Reply): string {
  const detail = JSON.stringify(reply.body).slice(0, 300);
  return `${call.method} ${call.path} (sending ${String(sent)}) was answered ${String(reply.status)}: ${detail}`;
}
