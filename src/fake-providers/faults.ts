/** What a fake provider does wrong on demand. Counters go down with each answer they spoil; switches stay. */
import { z } from 'zod';

export const faultsSchema = z.strictObject({
  /** So many answers are 429 although the limit is kept. */
  tooManyRequests: z.number().int().min(0).default(0),
  /** So many answers are 503. */
  serverErrors: z.number().int().min(0).default(0),
  /** So many answers break off in the middle of the body. */
  droppedAnswers: z.number().int().min(0).default(0),
  /** Every answer waits so long. */
  slowMs: z.number().int().min(0).max(120_000).default(0),
  /** After each page the first row of its listing moves to the end: the next page misses one. */
  movingRows: z.boolean().default(false),
  /** In each listing so many rows, from the front, have a value of another type. */
  brokenRows: z.number().int().min(0).default(0),
  /** Absences have a type, and rows a property, that no specification names. */
  unknownValues: z.boolean().default(false),
  /** No key is accepted any more. */
  revoked: z.boolean().default(false),
  /** Scopes that the keys do not have. */
  missingScopes: z.array(z.string()).default([]),
  /** The clock of the provider is ahead of ours by so much. */
  clockSkewMs: z.number().int().min(-3_600_000).max(3_600_000).default(0),
});

export type Faults = z.infer<typeof faultsSchema>;
type Countdown = 'tooManyRequests' | 'serverErrors' | 'droppedAnswers';

/** The faults of one fake. */
export class FaultBoard {
  #faults: Faults = faultsSchema.parse({});

  get current(): Readonly<Faults> {
    return this.#faults;
  }

  /** Replaces all faults: what is not named is off. */
  set(faults: unknown): void {
    this.#faults = faultsSchema.parse(faults);
  }

  /** True for as many calls as were asked for. */
  spend(name: Countdown): boolean {
    if (this.#faults[name] === 0) return false;
    this.#faults = { ...this.#faults, [name]: this.#faults[name] - 1 };
    return true;
  }
}
