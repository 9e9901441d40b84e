/** The API as the tour calls it: plain fetch, answers checked for their status. */
import { setTimeout as pauseMs } from 'node:timers/promises';

/** A step of the tour went wrong; the message says which expectation failed. */
export class TourError extends Error {}

export interface Impact {
  days_changed: number;
  conflicts: Record<'opened' | 'changed' | 'closed', Conflict[]>;
  totals: { net_minutes: number; firm_minutes: number; before: { net_minutes: number; firm_minutes: number } };
}

export interface Conflict {
  id: string | null;
  kind: string;
  state: string;
  start_date: string;
  end_date: string;
  over_minutes: number;
  first_seen_at: string | null;
  causes: { type: string; id: string | null; label: string }[];
}

type Figure = 'nominal' | 'holiday' | 'absence' | 'net' | 'firm' | 'tentative' | 'worked' | 'over';
export type Figures = Record<`${Figure}_minutes`, number>;
export type DayFigures = Figures & { person_id: string; date: string };
export interface ReportRow extends Figures {
  id: string | null;
  name: string;
  utilization: number | null;
}
export interface Report {
  items: ReportRow[];
  totals: Omit<ReportRow, 'id' | 'name'>;
}

/** What the tour expects to hold. @throws TourError */
export function expectThat(holds: boolean, expectation: string): asserts holds {
  if (!holds) throw new TourError(`expected that ${expectation}`);
}

/** Asks again and again until `isDone` says so. @throws TourError naming `what` after `limitMs` */
export async function awaitUntil<T>(
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  { limitMs, what }: { limitMs: number; what: string },
): Promise<{ answer: T; elapsedMs: number }> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    const elapsedMs = performance.now() - began;
    if (isDone(answer)) return { answer, elapsedMs };
    expectThat(elapsedMs < limitMs, `${what} within ${String(limitMs / 1_000)} s`);
    await pauseMs(100);
  }
}

export class TourClient {
  #token = '';

  constructor(private readonly baseUrl: string) {}

  /** Calls made after this carry the token. */
  signedInWith(token: string): void {
    this.#token = token;
  }

  /** @throws TourError unless the answer is 200 */
  async get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    return this.#call<T>('GET', `${path}?${new URLSearchParams(query).toString()}`, { expected: 200 });
  }

  /** @throws TourError unless the answer has the expected status */
  async post<T>(path: string, body: object, expected = 201): Promise<T> {
    return this.#call<T>('POST', path, { expected, body });
  }

  /** @throws TourError unless the answer is 204 */
  async delete(path: string): Promise<void> {
    await this.#call('DELETE', path, { expected: 204 });
  }

  async #call<T>(method: string, path: string, { expected, body }: { expected: number; body?: object }): Promise<T> {
    const response = await this.#fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expectThat(
      response.status === expected,
      `${method} ${path} answers ${String(expected)}; it was ${String(response.status)} ${text.slice(0, 500)}`,
    );
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init);
    } catch (error) {
      throw new TourError(`Nothing answers at ${this.baseUrl}. Is \`npm start\` running?`, { cause: error });
    }
  }
}
