/** Repeatable chance: the same seed gives the same choices. */

export interface Random {
  /** 0 <= number < 1 */
  next: () => number;
  /** An integer of `[from, to]`. */
  integer: (from: number, to: number) => number;
  pick: <T>(items: readonly T[]) => T;
}

/** mulberry32, a 32-bit generator: good enough to choose what to do next. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    pick: <T>(items: readonly T[]): T => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}
