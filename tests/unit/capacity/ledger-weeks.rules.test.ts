/** Stored weeks against a computed ledger. 2026-01-05 is a Monday. */
import { describe, expect, test } from '@jest/globals';
import { ledgerFigures } from '../../../src/domains/capacity/capacity.types';
import { differingWeeks, weekOf, weeksWithin } from '../../../src/domains/capacity/ledger-weeks.rules';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import { toEpochDay } from '../../../src/shared/calendar-dates';
import { allocation, dates, leave, percent, plan } from '../../support/plan-factory';

const [FIRST, SECOND] = [toEpochDay('2026-01-05'), toEpochDay('2026-01-12')];
const range = dates('2026-01-05', '2026-01-18');
const person = plan({
  absences: [leave('2026-01-06')],
  allocations: [allocation(percent(50), '2026-01-05', '2026-01-09')],
});
const ledger = computePersonLedger(person, range.from, range.to);

test('a week is seven days of each figure, Monday first', () => {
  const week = weekOf(ledger, FIRST);
  expect([week.personId, week.weekStart]).toEqual(['p1', '2026-01-05']);
  expect(Object.keys(week.figures)).toEqual([...ledgerFigures]);
  expect(week.figures.net).toEqual([420, 0, 420, 420, 420, 0, 0]);
  expect(week.figures.firm).toEqual([210, 210, 210, 210, 210, 0, 0]);
  expect(week.figures.over).toEqual([0, 210, 0, 0, 0, 0, 0]);
  expect(weekOf(ledger, SECOND).figures.firm).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

describe('differing weeks', () => {
  const stored = [weekOf(ledger, FIRST), weekOf(ledger, SECOND)];
  const starts = (...args: Parameters<typeof differingWeeks>): string[] =>
    differingWeeks(...args).map(({ weekStart }) => weekStart);

  test('none when all is as computed', () => {
    expect(starts(ledger, stored, range)).toEqual([]);
  });

  test('those not stored, also when the range only touches them', () => {
    expect(starts(ledger, [], range)).toEqual(['2026-01-05', '2026-01-12']);
    expect(starts(ledger, [], dates('2026-01-11', '2026-01-12'))).toEqual(['2026-01-05', '2026-01-12']);
    expect(starts(ledger, stored.slice(0, 1), range)).toEqual(['2026-01-12']);
  });

  test.each(ledgerFigures.map((figure) => [figure]))('one minute of %s', (figure) => {
    const wrong = weekOf(ledger, SECOND);
    wrong.figures[figure][6] = 1;
    expect(differingWeeks(ledger, [weekOf(ledger, FIRST), wrong], range)).toEqual([weekOf(ledger, SECOND)]);
  });
});

test('the weeks within a range are all of its Mondays', () => {
  expect(weeksWithin(ledger, range)).toEqual([
    { ledger, monday: FIRST },
    { ledger, monday: SECOND },
  ]);
  expect(weeksWithin(ledger, { from: SECOND, to: SECOND + 7 })).toEqual([{ ledger, monday: SECOND }]);
});
