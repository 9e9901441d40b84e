/** The net minutes of halves: what the ledger calls net, split where the day is split (READINGS 13-18). */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PersonPlan } from '../../../src/domains/capacity/capacity.types';
import { netHalves } from '../../../src/domains/capacity/net-halves.rules';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import { arbitraryPlan, HORIZON_START } from '../../support/arbitrary-plan';
import { assigned, dates, engagement, leave, onCalendar, plan, weekPattern } from '../../support/plan-factory';

const MONDAY = '2026-01-05';
const DAYS = 35;

function halvesOf(
  parts: Partial<PersonPlan>,
  date = MONDAY,
): [morning: number | undefined, afternoon: number | undefined] {
  const { morning, afternoon } = netHalves(plan(parts), dates(date));
  return [morning[0], afternoon[0]];
}

describe('the halves of a day', () => {
  test.each<[string, Partial<PersonPlan>, [number, number]]>([
    ['7 h', {}, [210, 210]],
    ['an odd day', { patterns: [assigned(weekPattern([421]))] }, [210, 211]],
    ['clock times', { patterns: [assigned(weekPattern([['08:00', '12:00', '13:00', '16:00']]))] }, [240, 180]],
    ['a morning off', { absences: [leave(MONDAY, MONDAY, { endsAtNoon: true })] }, [0, 210]],
    ['an afternoon off', { absences: [leave(MONDAY, MONDAY, { startsAtNoon: true })] }, [210, 0]],
    ['a half-holiday', onCalendar([[MONDAY, 'afternoon']]), [210, 0]],
    ['the last 60 minutes are holiday', onCalendar([[MONDAY, { lastMinutes: 60 }]]), [210, 150]],
    [
      'two hours of absence are the last of the day',
      { absences: [leave(MONDAY, MONDAY, { minutesPerDay: 120 })] },
      [210, 90],
    ],
    ['five hours reach into the morning', { absences: [leave(MONDAY, MONDAY, { minutesPerDay: 300 })] }, [120, 0]],
    ['outside employment', { engagements: [engagement('2026-02-01')] }, [0, 0]],
  ])('%s', (_, parts, expected) => {
    expect(halvesOf(parts)).toEqual(expected);
  });

  test('add up to net on every day of a random person, and are never below 0', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), (person) => {
        const range = { from: HORIZON_START, to: HORIZON_START + DAYS };
        const { morning, afternoon } = netHalves(person, range);
        const { net } = computePersonLedger(person, range.from, range.to);
        expect([...morning].map((minutes, index) => minutes + (afternoon[index] ?? 0))).toEqual([...net]);
        expect(Math.min(...morning, ...afternoon)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
