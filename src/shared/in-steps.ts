/**
 * Long computations in steps, so that a process can do something else between them: the same code runs to its end at once
 * (`toEnd`), or beside other work (`platform/beside-others`).
 */

/** Yields where it may be interrupted; returns its result. */
export type InSteps<Result> = Generator<undefined, Result>;

/** `work` on `0..size` lot by lot, with a break after each. */
export function* inLots(size: number, lot: number, work: (from: number, to: number) => void): InSteps<void> {
  for (let from = 0; from < size; from += lot) {
    work(from, Math.min(size, from + lot));
    yield;
  }
}

/** `of` each item, with a break after each lot. */
export function* mapInLots<Item, Result>(
  items: readonly Item[],
  lot: number,
  of: (item: Item) => Result,
): InSteps<Result[]> {
  const results: Result[] = [];
  yield* inLots(items.length, lot, (from, to) => {
    for (const item of items.slice(from, to)) results.push(of(item));
  });
  return results;
}

/** The result, computed without a break. */
export function toEnd<Result>(steps: InSteps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
