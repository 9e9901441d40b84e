/** Weeks as PostgreSQL writes them become the day columns they came from. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unpackWeeks } from '../../../src/domains/capacity/packed-weeks.rules';

const MONDAY = 20_003;
const week = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 7, maxLength: 7 });
const written = (minutes: readonly number[]): string =>
  minutes.every((one) => one === 0) ? '0' : `{${minutes.join(',')}}`;

test('a week that is booked and one that is not', () => {
  const weeks = { from: MONDAY, to: MONDAY + 14 };
  const columns = unpackWeeks('{420,420,420,420,420,0,0}{0,0,60,0,0,0,0}{7,0,0,0,0,0,1440}0', ['net', 'firm'], {
    weeks,
    range: { from: MONDAY + 2, to: MONDAY + 8 },
  });
  expect([...columns.net]).toEqual([420, 420, 420, 0, 0, 7]);
  expect([...columns.firm]).toEqual([60, 0, 0, 0, 0, 0]);
});

test('any minutes come back as they were', () => {
  const people = fc.array(fc.tuple(week, fc.oneof(week, fc.constant([0, 0, 0, 0, 0, 0, 0]))), { minLength: 1 });
  fc.assert(
    fc.property(people, (stored) => {
      const range = { from: MONDAY, to: MONDAY + 7 * stored.length };
      const packed = stored.map(([net, over]) => written(net) + written(over)).join('');
      const columns = unpackWeeks(packed, ['net', 'over'], { weeks: range, range });
      expect([...columns.net]).toEqual(stored.flatMap(([net]) => net));
      expect([...columns.over]).toEqual(stored.flatMap(([, over]) => over));
    }),
  );
});
