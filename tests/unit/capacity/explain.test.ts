/** READINGS 37 and 38: explanations and differences. 2026-01-05 is a Monday. */
import { describe, expect, test } from '@jest/globals';
import type { LedgerFigure, PersonPlan } from '../../../src/domains/capacity/capacity.types';
import { explainFigure } from '../../../src/domains/capacity/explain.rules';
import { diffLedgers } from '../../../src/domains/capacity/ledger-difference.rules';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import { toEpochDay } from '../../../src/shared/calendar-dates';
import { allocation, assigned, engagement, leave, onCalendar, percent, plan } from '../../support/plan-factory';

const MONDAY = '2026-01-05';

function parts(person: PersonPlan, figure: LedgerFigure): [string, string | null, number][] {
  const explanation = explainFigure(person, toEpochDay(MONDAY), figure);
  return explanation.parts.map(({ kind, id, minutes }) => [kind, id, minutes]);
}

describe('explain', () => {
  const person = plan({
    ...onCalendar([[MONDAY, 'afternoon']]),
    absences: [leave(MONDAY, MONDAY, { startsAtNoon: true }), leave(MONDAY, MONDAY, { id: 'a2', minutesPerDay: 60 })],
    allocations: [allocation(percent(50), MONDAY), allocation(percent(25), MONDAY, MONDAY, 'w2')],
    timeEntries: [{ id: 't1', label: '', projectId: null, day: toEpochDay(MONDAY), minutes: 30 }],
  });

  test.each<[LedgerFigure, [string, string | null, number][]]>([
    ['nominal', [['organization', null, 420]]],
    ['holiday', [['holiday', 'h1', 210]]],
    ['absence', [['absence', 'a2', 60]]],
    [
      'net',
      [
        ['organization', null, 420],
        ['holiday', 'h1', -210],
        ['absence', 'a2', -60],
      ],
    ],
    [
      'firm',
      [
        ['allocation', 'w1', 210],
        ['allocation', 'w2', 105],
      ],
    ],
    ['tentative', []],
    ['worked', [['time_entry', 't1', 30]]],
    [
      'over',
      [
        ['allocation', 'w1', 210],
        ['allocation', 'w2', 105],
        ['organization', null, -420],
        ['holiday', 'h1', 210],
        ['absence', 'a2', 60],
      ],
    ],
  ])('37: %s', (figure, expected) => {
    expect(parts(person, figure)).toEqual(expected);
  });

  test('37: over is explained only where there is some', () => {
    expect(parts(plan({ allocations: [allocation(percent(50), MONDAY)] }), 'over')).toEqual([]);
  });

  test.each<[string, Partial<PersonPlan>, [string, string | null, number]]>([
    ['capacity', { patterns: [assigned({ weeklyMinutes: 500, calendarId: null })] }, ['capacity', 'pattern-1', 100]],
    [
      'engagement',
      { engagements: [engagement('2020-01-01', undefined, { weeklyMinutes: 1000 })] },
      ['engagement', 'e1', 200],
    ],
    ['person', { weeklyMinutes: 1500 }, ['person', 'p1', 300]],
    ['calendar', onCalendar([], [1, 0, 0, 0, 0, 0, 0]), ['calendar', 'c1', 1]],
  ])('names the source of the hours: %s', (_, given, expected) => {
    expect(parts(plan(given), 'nominal')).toEqual([expected]);
  });
});

describe('difference', () => {
  test('38: changed days, weeks to write, and week sums by Monday with what was before', () => {
    const monday = toEpochDay(MONDAY);
    const before = plan({ allocations: [allocation(percent(50), MONDAY, '2026-01-12')] });
    const after = plan({ ...before, absences: [leave('2026-01-09')] });
    const ledgerOf = (person: PersonPlan) => computePersonLedger(person, monday, monday + 14);
    expect(diffLedgers(ledgerOf(before), ledgerOf(after))).toEqual({
      personId: 'p1',
      days: [monday + 4],
      changedWeeks: [monday],
      weeks: [{ week: monday, netMinutes: 1680, firmMinutes: 1050, before: { netMinutes: 2100, firmMinutes: 1050 } }],
    });
    expect(diffLedgers(ledgerOf(after), ledgerOf(after)).weeks).toEqual([]);
    expect(() => diffLedgers(computePersonLedger(before, 0, 7), ledgerOf(after))).toThrow(RangeError);
  });
});
