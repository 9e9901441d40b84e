/** Reasons of a difference: known ones first, then dates that others count otherwise; together exactly the difference. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differenceReasons } from '../../../src/domains/vouchers/reconciliation.rules';
import { voucherRow } from '../../../src/domains/vouchers/voucher-corrections.rules';
import { voucherReasons, type VoucherDay, type VoucherReason } from '../../../src/domains/vouchers/vouchers.types';

const who = { personId: 'p', matricule: null };

function part(position: number, reason: VoucherReason, changes: Partial<VoucherDay> = {}): VoucherDay {
  const days = reason === 'worked' ? 1 : 0;
  const date = `2026-11-${String(position + 1).padStart(2, '0')}`;
  const facts = { morningMinutes: 0, afternoonMinutes: 0, policyId: null, override: null, causes: [] };
  return { date, days, ruleDays: days, reason, ...facts, ...changes };
}

const month = (...reasons: VoucherReason[]) => reasons.map((reason, position) => part(position, reason));

describe('a difference is explained by', () => {
  test('nothing where there is none', () => {
    expect(differenceReasons(voucherRow(who, month('worked', 'half_day'), []), 1)).toEqual([]);
    expect(differenceReasons(voucherRow(who, month('absence'), []), null)).toEqual([]);
  });

  test('half days that the payroll counts, and a rest that nothing explains', () => {
    const row = voucherRow(who, month('worked', 'half_day', 'absence'), []);
    expect(differenceReasons(row, 3)).toEqual([
      { code: 'half_day', days: -1, dates: ['2026-11-02'] },
      { code: 'unexplained', days: -1, dates: [] },
    ]);
  });

  test('days with hours of absence, where the payroll counts fewer', () => {
    const causes = [{ kind: 'absence' as const, id: 'a', label: 'visit', minutes: 60 }];
    const row = voucherRow(who, [part(0, 'worked', { causes }), part(1, 'worked')], []);
    expect(differenceReasons(row, 1)).toEqual([{ code: 'part_day_absence', days: 1, dates: ['2026-11-01'] }]);
  });

  test('decisions, corrections and what goes on, which the payroll does not know', () => {
    const changes = [{ date: '2026-10-30', before: 1, after: 0, reason: 'absence' as const }];
    const line = { month: '2026-10', kind: 'recount' as const, days: -1, changes };
    const row = voucherRow(who, [part(0, 'override', { ruleDays: 1 })], [line]);
    expect(row).toMatchObject({ days: 0, ruleDays: 1, overrideDays: -1, carriedOver: -1 });
    expect(differenceReasons(row, 1)).toEqual([
      { code: 'override', days: -1, dates: ['2026-11-01'] },
      { code: 'correction', days: -1, dates: ['2026-10-30'] },
      { code: 'carried_over', days: 1, dates: [] },
    ]);
  });

  test('the payroll not knowing the person', () => {
    expect(differenceReasons(voucherRow(who, month('worked'), []), null)).toEqual([
      { code: 'not_in_payroll', days: 1, dates: [] },
    ]);
  });
});

test('reasons add up to the difference, whatever it is', () => {
  const parts = fc
    .array(fc.tuple(fc.constantFrom(...voucherReasons), fc.constantFrom<0 | 1>(0, 1)), { maxLength: 30 })
    .map((days) => days.map(([reason, ruleDays], position) => part(position, reason, { ruleDays })));
  const lines = fc
    .array(fc.integer({ min: -20, max: 5 }), { maxLength: 2 })
    .map((days) => days.map((one) => ({ month: '2026-10', kind: 'recount' as const, days: one, changes: [] })));
  fc.assert(
    fc.property(parts, lines, fc.nat(31), (days, corrections, payroll) => {
      const row = voucherRow(who, days, corrections);
      const explained = differenceReasons(row, payroll).reduce((sum, reason) => sum + reason.days, 0);
      expect(explained).toBe(row.days - payroll);
    }),
  );
});
