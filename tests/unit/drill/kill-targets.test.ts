import { expect, test } from '@jest/globals';
import { KillChoice, killTargets } from '../../../src/drill/kill-targets';
import { createRandom } from '../../../src/drill/random';

test('nothing dies five times in a minute, and everything has its turn', () => {
  const choice = new KillChoice(createRandom(7));
  const kills = Array.from({ length: 400 }, (_, round) => ({ target: choice.next(round * 4_000), at: round * 4_000 }));
  expect(new Set(kills.map(({ target }) => target))).toEqual(new Set(killTargets));
  for (const { at } of kills) {
    const minute = kills.filter((kill) => kill.at > at - 60_000 && kill.at <= at);
    for (const target of killTargets) {
      const deaths = minute.filter((kill) => kill.target === target || kill.target === 'everything');
      expect(deaths.length).toBeLessThan(5);
    }
  }
});

test('the same seed at the same times chooses the same', () => {
  const chosen = (): string[] => {
    const choice = new KillChoice(createRandom(11));
    return Array.from({ length: 30 }, (_, round) => choice.next(round * 9_000));
  };
  expect(chosen()).toEqual(chosen());
});
