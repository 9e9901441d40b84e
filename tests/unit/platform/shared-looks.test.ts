/** Looks that several share: few of them, and none that began before it was asked for. */
import { expect, test } from '@jest/globals';
import { SharedLooks } from '../../../src/platform/shared-looks';

/** A look that ends when it is told to, and says which it was. */
function controlled() {
  const ends: ((failure?: Error) => void)[] = [];
  const look = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const turn = ends.length;
      ends.push((failure) => {
        if (failure === undefined) resolve(turn);
        else reject(failure);
      });
    });
  return { ends, look };
}

test('who asks while one is under way shares the next', async () => {
  const looks = new SharedLooks<number>();
  const { ends, look } = controlled();
  const first = looks.ask('a', look);
  const others = [looks.ask('a', look), looks.ask('a', look), looks.ask('a', look)];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await first).toBe(0);
  expect(ends).toHaveLength(2);
  const late = looks.ask('a', look);
  ends[1]?.();
  expect(await Promise.all(others)).toEqual([1, 1, 1]);
  ends[2]?.();
  expect(await late).toBe(2);
});

test('keys do not wait for each other, and a lone caller waits for nobody', async () => {
  const looks = new SharedLooks<number>();
  const { ends, look } = controlled();
  const both = [looks.ask('a', look), looks.ask('b', look)];
  expect(ends).toHaveLength(2);
  ends.forEach((end) => {
    end();
  });
  await Promise.all(both);
  void looks.ask('a', look);
  expect(ends).toHaveLength(3);
});

test('a look that fails fails for those who share it, and the next is made all the same', async () => {
  const looks = new SharedLooks<number>();
  const { ends, look } = controlled();
  const first = looks.ask('a', look);
  const second = looks.ask('a', look);
  ends[0]?.(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  ends[1]?.();
  expect(await second).toBe(1);
});
