/** What closed months hand on: every changed day once, never below 0, nothing lost on the way. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  closedRunBefore,
  openCorrections,
  voucherRow,
  type ClosedRow,
} from '../../../src/domains/vouchers/voucher-corrections.rules';
import type { CorrectionLine, VoucherDay, VoucherRow } from '../../../src/domains/vouchers/vouchers.types';

const who = { personId: 'p', matricule: null };

function day(date: string, days: 0 | 1): VoucherDay {
  const facts = { morningMinutes: 0, afternoonMinutes: 0, policyId: null, override: null, causes: [] };
  return { date, days, ruleDays: days, reason: days === 1 ? 'worked' : 'absence', ...facts };
}

/** A month as it is stored when it is closed. */
function closed(month: string, row: VoucherRow): ClosedRow {
  const daysByDate = new Map(row.parts.map((part) => [part.date, part.days]));
  return { month, carriedOver: row.carriedOver, daysByDate, corrections: row.corrections };
}

const lines = (found: CorrectionLine[]): (string | number)[][] =>
  found.map(({ month, kind, days }) => [month, kind, days]);

test('two days that became leave after the month was closed: -2 in the next one, each date named', () => {
  const october = ['2026-10-01', '2026-10-02', '2026-10-05'];
  const row = closed(
    '2026-10',
    voucherRow(
      who,
      october.map((date) => day(date, 1)),
      [],
    ),
  );
  const now = [day('2026-10-01', 1), day('2026-10-02', 0), day('2026-10-05', 0), day('2026-11-02', 1)];
  const found = openCorrections(['2026-10'], [row], now);
  expect(found).toEqual([
    {
      month: '2026-10',
      kind: 'recount',
      days: -2,
      changes: [
        { date: '2026-10-02', before: 1, after: 0, reason: 'absence' },
        { date: '2026-10-05', before: 1, after: 0, reason: 'absence' },
      ],
    },
  ]);
  // November has one day of its own: 0 to order, and -1 goes on.
  const november = voucherRow(who, [day('2026-11-02', 1)], found);
  expect(november).toMatchObject({ days: 0, ruleDays: 1, overrideDays: 0, carriedOver: -1 });

  const rows = [row, closed('2026-11', november)];
  expect(lines(openCorrections(['2026-10', '2026-11'], rows, now))).toEqual([['2026-11', 'carried', -1]]);
});

test('what was settled is not settled again, and may be taken back', () => {
  const row = closed('2026-10', voucherRow(who, [day('2026-10-01', 1)], []));
  const ill = openCorrections(['2026-10'], [row], [day('2026-10-01', 0)]);
  const rows = [row, closed('2026-11', voucherRow(who, [day('2026-11-02', 1)], ill))];
  const november = day('2026-11-02', 1);
  expect(openCorrections(['2026-10', '2026-11'], rows, [day('2026-10-01', 0), november])).toEqual([]);
  expect(lines(openCorrections(['2026-10', '2026-11'], rows, [day('2026-10-01', 1), november]))).toEqual([
    ['2026-10', 'recount', 1],
  ]);
});

test('somebody without a row, hired with a date in a closed month, is owed it', () => {
  expect(lines(openCorrections(['2026-10'], [], [day('2026-10-30', 1)]))).toEqual([['2026-10', 'recount', 1]]);
});

test('one day more and one day less is a line of 0 that shows both', () => {
  const row = closed('2026-10', voucherRow(who, [day('2026-10-01', 1), day('2026-10-02', 0)], []));
  const [line] = openCorrections(['2026-10'], [row], [day('2026-10-01', 0), day('2026-10-02', 1)]);
  expect([line?.days, line?.changes.length]).toEqual([0, 2]);
});

test('the run of closed months ends at the first open one', () => {
  const months = new Set(['2025-11', '2025-12', '2026-01', '2026-03']);
  expect(closedRunBefore('2026-02', months)).toEqual(['2025-11', '2025-12', '2026-01']);
  expect(closedRunBefore('2026-04', months)).toEqual(['2026-03']);
  expect(closedRunBefore('2026-05', months)).toEqual([]);
});

describe('any history', () => {
  const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
  const DATES = MONTHS.flatMap((month) => ['05', '06', '07'].map((date) => `${month}-${date}`));
  const bit = fc.constantFrom<0 | 1>(0, 1);
  /** The whole year as it stands at each close. */
  const histories = fc.array(fc.array(bit, { minLength: DATES.length, maxLength: DATES.length }), {
    minLength: MONTHS.length,
    maxLength: MONTHS.length,
  });

  test('what was ordered and what still goes on add up to what is due, whatever changed in between', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const rows: ClosedRow[] = [];
        let ordered = 0;
        let last: VoucherRow | undefined;
        for (const [index, month] of MONTHS.entries()) {
          const now = DATES.map((date, position) => day(date, history[index]?.[position] ?? 0));
          const own = now.filter(({ date }) => date.startsWith(month));
          last = voucherRow(who, own, openCorrections(MONTHS.slice(0, index), rows, now));
          expect(last.days).toBeGreaterThanOrEqual(0);
          ordered += last.days;
          rows.push(closed(month, last));
        }
        const due = (history.at(-1) ?? []).reduce<number>((total, one) => total + one, 0);
        expect(ordered + (last?.carriedOver ?? 0)).toBe(due);
      }),
      { numRuns: 500 },
    );
  });
});
