/** Reading ahead: order, limits, failures, early ends. */
import { expect, test } from '@jest/globals';
import { readAhead } from '../../../src/shared/read-ahead';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const limits = { most: 4, weigh: (item: number) => item };

test('everything comes in order, together what came meanwhile', async () => {
  async function* source(): AsyncGenerator<number> {
    for (const item of [1, 1, 1]) {
      await tick();
      yield item;
    }
  }
  const seen: number[][] = [];
  for await (const items of readAhead(source(), limits)) {
    seen.push(items);
    for (let turn = 0; turn < 10; turn += 1) await tick();
  }
  expect(seen).toEqual([[1], [1, 1]]);
});

test('no more is read than may wait', async () => {
  let asked = 0;
  async function* source(): AsyncGenerator<number> {
    for (;;) {
      asked += 1;
      await tick();
      yield 2;
    }
  }
  const batches: number[][] = [];
  for await (const items of readAhead(source(), limits)) {
    batches.push(items);
    for (let turn = 0; turn < 20; turn += 1) await tick();
    if (batches.length === 3) break;
  }
  expect(batches.map(({ length }) => length)).toEqual([1, 2, 2]);
  expect(asked).toBeLessThanOrEqual(8);
});

test('what came before a failure comes first, then the failure', async () => {
  async function* source(): AsyncGenerator<number> {
    yield 1;
    await tick();
    throw new Error('the source broke');
  }
  const seen: number[] = [];
  const read = async (): Promise<void> => {
    for await (const items of readAhead(source(), limits)) {
      seen.push(...items);
      for (let turn = 0; turn < 5; turn += 1) await tick();
    }
  };
  await expect(read()).rejects.toThrow('the source broke');
  expect(seen).toEqual([1]);
});

test('an early end ends the source, and its failure then is nobody’s', async () => {
  let isEnded = false;
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => tick().then(() => ({ done: false, value: 1 })),
      return: () => {
        isEnded = true;
        return Promise.reject(new Error('aborted'));
      },
    }),
  };
  for await (const items of readAhead(source, limits)) {
    expect(items).toEqual([1]);
    break;
  }
  expect(isEnded).toBe(true);
});

test('an empty source yields nothing', async () => {
  const seen: number[][] = [];
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({ next: () => tick().then(() => ({ done: true, value: undefined })) }),
  };
  for await (const items of readAhead(source, limits)) seen.push(items);
  expect(seen).toEqual([]);
});
