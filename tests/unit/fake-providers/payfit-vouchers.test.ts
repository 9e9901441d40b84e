/** The fake payroll's vouchers, counted by hand for November 2026: 21 weekdays, of which the 11th is a holiday. */
import { describe, expect, test } from '@jest/globals';
import { demoHumans } from '../../../src/fake-providers/demo-humans';
import { halfDaysOf } from '../../../src/fake-providers/half-days.rules';
import { usualVouchers, VoucherCounter } from '../../../src/fake-providers/payfit-vouchers';
import type { Human } from '../../../src/fake-providers/humans.types';

const TODAY = '2026-11-25';
const [someone] = demoHumans(new Date(`${TODAY}T09:00:00Z`)) as [Human];
const human: Human = { ...someone, ...usualVouchers, hiredOn: '2020-01-01', leftOn: null };
const contract = { collaboratorId: 'c', status: 'ACTIVE', endDate: null };

function leave(start: string, end: string, facts: object = {}): Record<string, unknown> {
  const startDate = { date: start, moment: 'beginning-of-day' };
  return { type: 'fr_rtt', status: 'approved', startDate, endDate: { date: end, moment: 'end-of-day' }, ...facts };
}

function november(facts: Partial<Human>, absences: Record<string, unknown>[] = [], of: object = {}): unknown {
  const rows = new VoucherCounter(TODAY).rowsOf({ ...human, ...facts }, { ...contract, ...of }, absences);
  return rows.find(({ month }) => month === '202611')?.['vouchersCount'];
}

const noon = { date: '2026-11-03', moment: 'middle-of-day' };

describe('November', () => {
  test.each<[string, Partial<Human>, Record<string, unknown>[], object, number | undefined]>([
    ['nothing', {}, [], {}, 20],
    ['two days of leave, a weekend and a holiday', {}, [leave('2026-11-06', '2026-11-11')], {}, 17],
    ['an afternoon off', {}, [leave('2026-11-03', '2026-11-03', { startDate: noon })], {}, 19],
    [
      'an afternoon off where half days count',
      { voucherOddity: 'counts-half-days' },
      [leave('2026-11-03', '2026-11-03', { startDate: noon })],
      {},
      20,
    ],
    ['leave that waits for approval', {}, [leave('2026-11-03', '2026-11-03', { status: 'pending_approval' })], {}, 20],
    [
      'leave that is being taken back',
      {},
      [leave('2026-11-03', '2026-11-03', { status: 'pending_cancellation' })],
      {},
      19,
    ],
    ['work from home', {}, [leave('2026-11-03', '2026-11-03', { type: 'colleague_remote' })], {}, 20],
    ['hired on Monday the 16th', { hiredOn: '2026-11-16' }, [], {}, 11],
    ['left on Friday the 13th', {}, [], { status: 'ARCHIVED', endDate: '2026-11-13' }, 9],
    ['not begun', {}, [], { status: 'PENDING' }, undefined],
    ['nobody knows when it ended', {}, [], { status: 'ARCHIVED' }, undefined],
    ['a mistake', { voucherOddity: 'two-too-many' }, [], {}, 22],
    ['what the plan knows', { halfDaysOff: new Set(['2026-11-03/am', '2026-11-04/pm']) }, [], {}, 18],
  ])('%s', (_, facts, absences, of, days) => {
    expect(november(facts, absences, of)).toBe(days);
  });
});

test('one row for each of three months; a mistake is of the present one alone', () => {
  const rows = new VoucherCounter(TODAY).rowsOf({ ...human, voucherOddity: 'one-too-few' }, contract, []);
  expect(rows.map(({ month, vouchersCount }) => [month, vouchersCount])).toEqual([
    ['202609', 22],
    ['202610', 22],
    ['202611', 19],
  ]);
});

test('halves of a span', () => {
  expect(halfDaysOf({ from: '2026-11-03', to: '2026-11-04', fromNoon: true, toNoon: true })).toEqual([
    '2026-11-03/pm',
    '2026-11-04/am',
  ]);
});
