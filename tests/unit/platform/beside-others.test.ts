import { expect, test } from '@jest/globals';
import { besideOthers } from '../../../src/platform/beside-others';
import { inLots, toEnd, type InSteps } from '../../../src/shared/in-steps';

function* sumOf(numbers: readonly number[], lot: number, onLot: () => void = () => undefined): InSteps<number> {
  let sum = 0;
  yield* inLots(numbers.length, lot, (from, to) => {
    for (const number of numbers.slice(from, to)) sum += number;
    onLot();
  });
  return sum;
}

const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

test('lots cover everything once, the last one too', () => {
  const lots: [number, number][] = [];
  toEnd(inLots(10, 4, (from, to) => lots.push([from, to])));
  expect(lots).toEqual([
    [0, 4],
    [4, 8],
    [8, 10],
  ]);
  expect(toEnd(sumOf([], 4))).toBe(0);
  expect(toEnd(sumOf(oneToTen, 3))).toBe(55);
});

test('timers have their turn while a long computation goes on', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const busy = (): void => {
    for (const end = performance.now() + 25; performance.now() < end;);
  };
  expect(await besideOthers(sumOf(oneToTen, 1, busy))).toBe(55);
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(5);
});

test('a failure in a step is the failure of the whole', async () => {
  const fail = (): void => {
    throw new Error('two records have one id');
  };
  await expect(besideOthers(sumOf(oneToTen, 5, fail))).rejects.toThrow('two records have one id');
});
