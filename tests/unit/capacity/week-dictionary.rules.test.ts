/** What the dictionary says is what the ledgers say, week by week; 2026-01-05 is a Monday. */
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { ledgerFigures } from '../../../src/domains/capacity/capacity.types';
import { weeksWithin } from '../../../src/domains/capacity/ledger-weeks.rules';
import { computePersonLedger, widenToWeeks } from '../../../src/domains/capacity/person-ledger.rules';
import { dictionaryOf } from '../../../src/domains/capacity/week-dictionary.rules';
import { arbitraryPlan, HORIZON_START } from '../../support/arbitrary-plan';
import { dates, plan } from '../../support/plan-factory';

const DAYS = 70;

test('weeks of the same minutes begin at the same place', () => {
  const range = dates('2026-01-05', '2026-01-18');
  const { minutes, places } = dictionaryOf(weeksWithin(computePersonLedger(plan(), range.from, range.to), range));
  expect(minutes).toEqual([420, 420, 420, 420, 420, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect([...places.nominal, ...places.net]).toEqual([1, 1, 1, 1]);
  expect([...places.holiday, ...places.over]).toEqual([8, 8, 8, 8]);
});

test('no weeks are no minutes', () => {
  const { minutes, places } = dictionaryOf([]);
  expect([minutes, places.net]).toEqual([[], new Int32Array(0)]);
});

test('every week of any people is found again', () => {
  const range = widenToWeeks({ from: HORIZON_START, to: HORIZON_START + DAYS });
  fc.assert(
    fc.property(fc.array(arbitraryPlan(DAYS), { minLength: 1, maxLength: 3 }), (plans) => {
      const weeks = plans.flatMap((one) => weeksWithin(computePersonLedger(one, range.from, range.to), range));
      const { minutes, places } = dictionaryOf(weeks);
      for (const figure of ledgerFigures) {
        for (const [index, { ledger, monday }] of weeks.entries()) {
          const place = (places[figure][index] ?? 0) - 1;
          const start = monday - ledger.from;
          expect(minutes.slice(place, place + 7)).toEqual([...ledger[figure].subarray(start, start + 7)]);
        }
      }
    }),
    { numRuns: 50 },
  );
});
