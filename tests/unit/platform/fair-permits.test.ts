/** Permits: so many at once, so many of one owner, and nobody waits for ever. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FairPermits, LAPSE_MS, PATIENCE_MS, type Permit } from '../../../src/platform/fair-permits';

const LIMITS = { atOnce: 3, ofOneOwner: 2 };

/** Permits whose time the test sets, and whose waits are the shortest. */
function permitsAt(limits = LIMITS) {
  const clock = { ms: 0 };
  const permits = new FairPermits(limits, { now: () => clock.ms, random: () => 0 });
  const take = (owner: string, key: string): Permit | number => {
    const answer = permits.take({ owner, key });
    return answer.permit ?? answer.askAgainInMs;
  };
  const held = (owner: string, key: string): Permit => {
    const answer = take(owner, key);
    if (typeof answer === 'number') throw new Error(`${key} has to wait`);
    return answer;
  };
  return { clock, take, held };
}

test('so many of one owner, and so many in all; what is given back can be taken', () => {
  const { take, held } = permitsAt();
  const first = held('a', 'a1');
  held('a', 'a2');
  expect(take('a', 'a3')).toBe(1_000);
  held('b', 'b1');
  expect(take('c', 'c1')).toBe(1_000);
  first.release();
  first.release();
  held('c', 'c1');
  expect(take('a', 'a3')).toBe(1_000);
});

test.each([
  [0, 1_000, 3_000],
  [1, 2_000, 6_000],
])('the wait is 1-2 s at first and grows to 3-6 s: with a jitter of %d from %d to %d ms', (jitter, first, last) => {
  const clock = { ms: 0 };
  const permits = new FairPermits({ atOnce: 1, ofOneOwner: 1 }, { now: () => clock.ms, random: () => jitter });
  permits.take({ owner: 'a', key: 'a1' });
  const waits: number[] = [];
  for (let asked = 0; asked < 12; asked += 1) {
    const answer = permits.take({ owner: 'b', key: 'b1' });
    if (answer.permit !== null) throw new Error('it is held');
    waits.push(answer.askAgainInMs);
    clock.ms += answer.askAgainInMs;
  }
  expect([waits[0], waits.at(-1), waits]).toEqual([first, last, [...waits].sort((a, b) => a - b)]);
});

test('who has waited long is not overtaken: the last permit of the owner is theirs, and the last of all', () => {
  const { clock, take, held } = permitsAt();
  const [first, , other] = [held('a', 'a1'), held('a', 'a2'), held('b', 'b1')];
  take('a', 'a3');
  clock.ms = PATIENCE_MS;
  take('a', 'a3');
  first.release();
  expect(take('a', 'late')).toBe(1_000); // the owner's last
  expect(take('c', 'late too')).toBe(1_000); // the last of all
  other.release();
  held('c', 'c1'); // one is left beside it
  const mine = held('a', 'a3');
  mine.release();
  held('c', 'late too');
});

test('a place is lost by who does not come back, and keeps nobody waiting then', () => {
  const { clock, take, held } = permitsAt({ atOnce: 1, ofOneOwner: 1 });
  const first = held('a', 'a1');
  take('b', 'gone');
  clock.ms = PATIENCE_MS;
  const wait = Number(take('b', 'gone'));
  first.release();
  clock.ms += wait + LAPSE_MS;
  expect(take('c', 'c1')).toBe(1_000);
  clock.ms += 1;
  held('c', 'c1');
});

test('one whose owner has all of theirs keeps no other owner waiting', () => {
  const { clock, take, held } = permitsAt();
  held('a', 'a1');
  held('a', 'a2');
  take('a', 'a3');
  clock.ms = PATIENCE_MS;
  take('a', 'a3');
  held('b', 'b1');
});

test('who holds one hears that somebody has waited long for it', () => {
  const { clock, take, held } = permitsAt();
  const [first, , other] = [held('a', 'a1'), held('a', 'a2'), held('b', 'b1')];
  take('a', 'a3');
  expect(first.isWanted()).toBe(false);
  clock.ms = PATIENCE_MS;
  expect([first.isWanted(), other.isWanted()]).toEqual([true, false]); // b's would be none for a
  other.release();
  expect(first.isWanted()).toBe(true);
});

interface Arrival {
  owner: string;
  atMs: number;
  forMs: number;
}

const LONGEST_WORK_MS = 9_000;
const LONGEST_BETWEEN_ASKINGS_MS = 6_000;
const arrival: fc.Arbitrary<Arrival> = fc.record({
  owner: fc.constantFrom('a', 'b', 'c', 'd'),
  atMs: fc.nat(20_000),
  forMs: fc.nat(LONGEST_WORK_MS),
});

/** Everybody asks, and asks again as told, until all are served. Milliseconds of the longest wait; the limits are kept at each moment. */
function serveAll(arrivals: readonly Arrival[], random: () => number): number {
  const clock = { ms: 0 };
  const permits = new FairPermits(LIMITS, { now: () => clock.ms, random });
  const asking = arrivals.map((one, index) => ({ ...one, key: String(index), firstMs: one.atMs }));
  const holding = new Set<{ owner: string; permit: Permit; untilMs: number }>();
  let longestMs = 0;
  for (;;) {
    asking.sort((a, b) => a.atMs - b.atMs);
    const [next] = asking;
    if (next === undefined) return longestMs;
    clock.ms = next.atMs;
    for (const one of holding) {
      if (one.untilMs > clock.ms) continue;
      one.permit.release();
      holding.delete(one);
    }
    const answer = permits.take(next);
    if (answer.permit === null) {
      next.atMs += answer.askAgainInMs;
      continue;
    }
    asking.shift();
    holding.add({ owner: next.owner, permit: answer.permit, untilMs: clock.ms + next.forMs });
    longestMs = Math.max(longestMs, clock.ms - next.firstMs);
    const ofOwner = [...holding].filter(({ owner }) => owner === next.owner);
    expect([holding.size <= LIMITS.atOnce, ofOwner.length <= LIMITS.ofOneOwner]).toEqual([true, true]);
  }
}

test('whatever comes and goes: the limits are kept, and nobody waits longer than everybody one after the other', () => {
  const chance = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(arrival, { minLength: 1, maxLength: 40 }), chance, (arrivals, stream) => {
      const longestMs = serveAll(arrivals, () => Number(stream.next().value));
      expect(longestMs).toBeLessThanOrEqual(arrivals.length * (LONGEST_WORK_MS + LONGEST_BETWEEN_ASKINGS_MS));
    }),
    { numRuns: 300 },
  );
});

test('one that waits while others come without end is served, where taking turns by chance would not promise it', () => {
  const { clock, take, held } = permitsAt({ atOnce: 1, ofOneOwner: 1 });
  let busy = held('a', 'a0');
  let askAtMs = 0;
  for (let round = 1; round < 100; round += 1) {
    clock.ms = round * 100;
    if (clock.ms >= askAtMs) {
      const answer = take('b', 'patient'); // while somebody holds it, each time
      expect(typeof answer).toBe('number');
      askAtMs = clock.ms + Number(answer);
    }
    busy.release();
    const again = take('a', `a${String(round)}`);
    if (typeof again === 'number') break;
    busy = again;
  }
  expect(clock.ms).toBeLessThan(PATIENCE_MS + 2_000);
  clock.ms = askAtMs;
  held('b', 'patient');
});
