/** What the tour asks of the API: typed calls, answers checked for their status. */
import { setTimeout as pauseMs } from 'node:timers/promises';
import {
  createPlanChargeClient,
  type Answer,
  type components,
  type PlanChargeClient,
} from '../client/plan-charge-client';

/** A step of the tour went wrong; the message says which expectation failed. */
export class TourError extends Error {}

type Schemas = components['schemas'];
export type Impact = Schemas['Impact'];
export type Conflict = Schemas['Conflict'];
export type DayFigures = Answer<'/api/v1/capacity/days'>['items'][number];
export type Report = Answer<'/api/v1/reports/utilization'>;

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

/** One call's outcome as the typed client tells it. */
interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The tour's session: the typed client, and the token it sends once somebody has signed in. */
export class TourClient {
  readonly api: PlanChargeClient;
  #token: string | null = null;

  constructor(private readonly baseUrl: string) {
    this.api = createPlanChargeClient(baseUrl, () => this.#token);
  }

  /** Calls made after this carry the token. */
  signedInWith(token: string): void {
    this.#token = token;
  }

  /**
   * The body of a success.
   * @param expectations what a status would mean that has a plainer explanation than its answer
   * @throws TourError unless the call is answered, and with a success
   */
  async answer<T>(asked: Promise<Outcome<T>>, expectations: Readonly<Record<number, string>> = {}): Promise<T> {
    const { data, error, response } = await this.#reach(asked);
    const { url, status } = response;
    const answered = `${url} succeeds; it answered ${String(status)} ${JSON.stringify(error ?? null).slice(0, 500)}`;
    expectThat(response.ok, expectations[status] ?? answered);
    return data as T;
  }

  async #reach<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw new TourError(`Nothing answers at ${this.baseUrl}. Is \`npm start\` running?`, { cause: error });
    }
  }
}
