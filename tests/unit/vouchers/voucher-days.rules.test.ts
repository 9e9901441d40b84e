/** Which days earn a voucher: single days with their reasons, and whole months counted by hand. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BenefitRules } from '../../../src/domains/benefits/benefits.types';
import { voucherDays } from '../../../src/domains/vouchers/voucher-days.rules';
import { voucherRulesOf } from '../../../src/domains/vouchers/voucher-rules.rules';
import type { VoucherPerson } from '../../../src/domains/vouchers/vouchers.types';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import { arbitraryPlan, HORIZON_START } from '../../support/arbitrary-plan';
import { assigned, engagement, leave, onCalendar, openDates, weekPattern } from '../../support/plan-factory';
import { byRules, countOf, daysOf, typed, voucherPerson } from '../../support/voucher-factory';

const MONDAY = '2026-11-02';
const ONE_DAY = [MONDAY, MONDAY] as const;
const decided = (eligible: boolean) => ({ id: 'd', eligible, reason: null, ...openDates('2026-01-01') });

describe('one day', () => {
  test.each<[string, VoucherPerson, BenefitRules, string, 0 | 1]>([
    ['worked', voucherPerson(), {}, 'worked', 1],
    [
      'before the first engagement',
      voucherPerson({ plan: { engagements: [engagement('2026-12-01')] } }),
      {},
      'not_employed',
      0,
    ],
    ['a day off', voucherPerson({ plan: { patterns: [assigned(weekPattern([0, 420]))] } }), {}, 'day_off', 0],
    ['a holiday', voucherPerson({ plan: onCalendar([[MONDAY, 'full']]) }), {}, 'holiday', 0],
    ['leave', voucherPerson({ absences: [typed(leave(MONDAY))] }), {}, 'absence', 0],
    [
      'half a day',
      voucherPerson({ absences: [typed(leave(MONDAY, MONDAY, { startsAtNoon: true }))] }),
      {},
      'half_day',
      0,
    ],
    [
      'half a day where any minute will do',
      voucherPerson({ absences: [typed(leave(MONDAY, MONDAY, { startsAtNoon: true }))] }),
      { both_halves: false },
      'worked',
      1,
    ],
    [
      'too short',
      voucherPerson({ plan: { patterns: [assigned(weekPattern([180]))] } }),
      { minimum_minutes: 181 },
      'below_minimum',
      0,
    ],
    [
      'just long enough',
      voucherPerson({ plan: { patterns: [assigned(weekPattern([181]))] } }),
      { minimum_minutes: 181 },
      'worked',
      1,
    ],
    [
      'two hours away',
      voucherPerson({ absences: [typed(leave(MONDAY, MONDAY, { minutesPerDay: 120 }))] }),
      {},
      'worked',
      1,
    ],
    ['remote', voucherPerson({ absences: [typed(leave(MONDAY), 'remote', false)] }), {}, 'worked', 1],
    [
      'remote that does not count',
      voucherPerson({ absences: [typed(leave(MONDAY), 'remote', false)] }),
      { remote_counts: false },
      'remote',
      0,
    ],
    [
      'training that counts',
      voucherPerson({ absences: [typed(leave(MONDAY), 'training')] }),
      { absence_types_that_count: ['training'] },
      'worked',
      1,
    ],
    ['not on the payroll', voucherPerson({ payroll: [openDates('2026-01-01', '2026-11-01')] }), {}, 'not_eligible', 0],
    ['not on the payroll, decided so', voucherPerson({ payroll: [], decisions: [decided(true)] }), {}, 'worked', 1],
    ['decided otherwise', voucherPerson({ decisions: [decided(false)] }), {}, 'override', 0],
    [
      'decided, and on leave',
      voucherPerson({ absences: [typed(leave(MONDAY))], decisions: [decided(true)] }),
      {},
      'absence',
      0,
    ],
  ])('%s', (_, person, rules, reason, days) => {
    expect(daysOf(person, ONE_DAY, byRules(rules))).toMatchObject([{ reason, days }]);
  });

  test('no policy in force gives nothing, unless it was decided', () => {
    expect(daysOf(voucherPerson(), ONE_DAY, [])).toMatchObject([{ reason: 'no_policy', days: 0, policyId: null }]);
    expect(daysOf(voucherPerson({ decisions: [decided(true)] }), ONE_DAY, [])).toMatchObject([
      { days: 1, ruleDays: 0 },
    ]);
  });

  test('a bounded decision lies on top of an open one, and a bounded policy on top of an open one', () => {
    const never = { ...decided(false), id: 'never' };
    const fortnight = {
      id: 'fortnight',
      eligible: true,
      reason: 'canteen closed',
      ...openDates('2026-11-02', '2026-11-13'),
    };
    const person = voucherPerson({ decisions: [fortnight, never] });
    expect(countOf(daysOf(person, ['2026-11-01', '2026-11-30']))).toBe(10);
    const spans = [
      ...byRules({}),
      { ...openDates('2026-11-02', '2026-11-06'), policyId: 'short', rules: voucherRulesOf({ minimum_minutes: 421 }) },
    ];
    expect(countOf(daysOf(voucherPerson(), ['2026-11-02', '2026-11-13'], spans))).toBe(5);
  });

  test('says what took the day, what was remote, and what counts all the same', () => {
    const absences = [
      typed({ ...leave(MONDAY, MONDAY, { endsAtNoon: true }), id: 'r' }, 'remote', false),
      typed({ ...leave(MONDAY), id: 't' }, 'training'),
      typed({ ...leave(MONDAY, MONDAY, { startsAtNoon: true }), id: 'l' }),
    ];
    const rules = byRules({ remote_counts: false, absence_types_that_count: ['training'] });
    expect(daysOf(voucherPerson({ absences }), ONE_DAY, rules)[0]?.causes).toEqual([
      { kind: 'remote', id: 'r', label: 'remote', minutes: 210 },
      { kind: 'absence', id: 'l', label: 'paid_leave', minutes: 210 },
      { kind: 'absence_that_counts', id: 't', label: 'training', minutes: 0 },
    ]);
  });
});

/**
 * November 2026 begins on a Sunday: weekdays are 2-6, 9-13, 16-20, 23-27 and 30, which makes 21; the 11th (Wednesday) is a holiday.
 *
 * | person                                     | by hand                                                                  | vouchers |
 * | ------------------------------------------ | ------------------------------------------------------------------------ | -------- |
 * | full time, Friday 6 and the morning of 13  | 21 − 1 (11th) − 1 (6th) − 1 (13th, half)                                 | 18       |
 * | four days, never on Wednesdays             | 21 − 4 Wednesdays (4, 11, 18, 25); the 11th is off anyway                | 17       |
 * | hired on Monday 16                         | 16-20, 23-27, 30                                                         | 11       |
 * | leaves on Thursday 12, ill 3-4             | 2-6, 9-12 are 9, − 1 (11th) − 2 (3rd, 4th)                               | 6        |
 * | nine-day fortnight (Friday 6 and 20 off)   | 21 − 2 − 1 (11th)                                                        | 18       |
 * | contractor                                 | not on the payroll                                                       | 0        |
 */
describe('November 2026 by hand', () => {
  const november = ['2026-11-01', '2026-11-30'] as const;
  const calendar = onCalendar([
    ['2026-11-01', 'full'],
    ['2026-11-11', 'full'],
  ]);
  const fortnight = weekPattern([420, 420, 420, 420, 0, 0, 0, 420, 420, 420, 420, 420, 0, 0], '2026-11-02');

  test.each<[string, VoucherPerson, number]>([
    [
      'full time, a Friday and a morning off',
      voucherPerson({
        plan: calendar,
        absences: [typed(leave('2026-11-06')), typed(leave('2026-11-13', '2026-11-13', { endsAtNoon: true }))],
      }),
      18,
    ],
    [
      'four days',
      voucherPerson({ plan: { ...calendar, patterns: [assigned(weekPattern([420, 420, 0, 420, 420, 0, 0]))] } }),
      17,
    ],
    [
      'hired on the 16th',
      voucherPerson({
        plan: { ...calendar, engagements: [engagement('2026-11-16')] },
        payroll: [openDates('2026-11-16')],
      }),
      11,
    ],
    [
      'leaves on the 12th, ill before',
      voucherPerson({
        plan: { ...calendar, engagements: [engagement('2020-01-01', '2026-11-12')] },
        payroll: [openDates('2020-01-01', '2026-11-12')],
        absences: [typed(leave('2026-11-03', '2026-11-04'), 'sick')],
      }),
      6,
    ],
    ['a nine-day fortnight', voucherPerson({ plan: { ...calendar, patterns: [assigned(fortnight)] } }), 18],
    ['a contractor', voucherPerson({ plan: calendar, payroll: [] }), 0],
  ])('%s', (_, person, expected) => {
    const days = daysOf(person, november);
    expect(days).toHaveLength(30);
    expect(countOf(days)).toBe(expected);
  });
});

describe('any person', () => {
  const DAYS = 35;
  const range = { from: HORIZON_START, to: HORIZON_START + DAYS };
  const person = arbitraryPlan(DAYS).map((plan) =>
    voucherPerson({ plan, absences: plan.absences.map((absence) => typed(absence)) }),
  );

  test('a day counts exactly when the ledger has net minutes, where any minute will do', () => {
    fc.assert(
      fc.property(person, (one) => {
        const { net } = computePersonLedger(one.plan, range.from, range.to);
        const counted = voucherDays(one, byRules({ both_halves: false }), range).map(({ days }) => days);
        expect(counted).toEqual([...net].map((minutes) => (minutes > 0 ? 1 : 0)));
      }),
      { numRuns: 200 },
    );
  });

  test('only a day that counts is called worked; a stricter rule never gives more', () => {
    const rules = fc.record({ both_halves: fc.boolean(), minimum_minutes: fc.constantFrom(0, 200, 421) });
    fc.assert(
      fc.property(person, rules, (one, sent) => {
        const days = voucherDays(one, byRules(sent), range);
        for (const day of days)
          expect([day.reason === 'worked', day.days === day.ruleDays]).toEqual([day.days === 1, true]);
        expect(
          countOf(
            voucherDays(one, byRules({ ...sent, both_halves: true, minimum_minutes: sent.minimum_minutes + 1 }), range),
          ),
        ).toBeLessThanOrEqual(countOf(days));
      }),
      { numRuns: 200 },
    );
  });
});
