import { describe, expect, test } from '@jest/globals';
import {
  allocationFields,
  allocationScope,
  LONGEST_ALLOCATION_DAYS,
} from '../../../src/domains/allocations/allocation-record.rules';
import type { Allocation } from '../../../src/domains/allocations/allocations.types';
import { addDays } from '../../../src/shared/calendar-dates';

const range = { personId: 'p1', startDate: '2026-11-23', endDate: '2026-11-27' };
const before: Allocation = {
  organizationId: 'o1',
  id: 'a1',
  version: 3,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  deletedAt: null,
  editedFields: [],
  ...range,
  projectId: 'j1',
  taskId: null,
  loadUnit: 'minutes_per_day',
  basisPoints: null,
  basis: null,
  loadMinutes: 90,
  status: 'tentative',
  source: 'import',
  notes: 'a note',
};

describe('fields', () => {
  test('a new one is firm, by hand, of no project and full time unless said otherwise', () => {
    expect(allocationFields(range, null)).toEqual({
      ...range,
      projectId: null,
      taskId: null,
      status: 'firm',
      source: 'manual',
      notes: null,
      loadUnit: 'percent',
      basisPoints: 10_000,
      basis: 'nominal',
      loadMinutes: null,
    });
  });

  test('a change keeps what it does not name', () => {
    const { personId, startDate, projectId, taskId, status, source, loadUnit, loadMinutes } = before;
    expect(allocationFields({ endDate: '2026-12-04', notes: null }, before)).toEqual({
      ...{ personId, startDate, projectId, taskId, status, source, loadUnit, loadMinutes },
      basisPoints: null,
      basis: null,
      endDate: '2026-12-04',
      notes: null,
    });
  });

  test('null takes the project away', () => {
    expect(allocationFields({ projectId: null }, before).projectId).toBeNull();
  });

  test.each([
    ['reversed', '2026-11-22', 'range_reversed'],
    ['a day too long', addDays('2026-11-23', LONGEST_ALLOCATION_DAYS + 1), 'range_too_long'],
  ])('a range that is %s is refused with its pointer', (_, endDate, code) => {
    expect(() => allocationFields({ ...range, endDate }, null, '/3')).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ pointer: '/3/end_date', code })] } }),
    );
  });

  test('one single day and the longest range are fine', () => {
    for (const endDate of ['2026-11-23', addDays('2026-11-23', LONGEST_ALLOCATION_DAYS)]) {
      expect(allocationFields({ ...range, endDate }, null).endDate).toBe(endDate);
    }
  });

  test('a change is judged with the dates it keeps', () => {
    expect(() => allocationFields({ startDate: '2026-11-28' }, before)).toThrow('end_date is before start_date');
  });
});

describe('scope', () => {
  test('is the hull of all dates, and of each person their own', () => {
    const other = { personId: 'p2', startDate: '2026-12-01', endDate: '2026-12-02' };
    const early = { personId: 'p3', startDate: '2026-11-01', endDate: '2026-11-30' };
    expect(allocationScope([range, null, other, early], 'allocation.updated')).toEqual({
      personIds: ['p1', 'p2', 'p3'],
      from: '2026-11-01',
      to: '2026-12-02',
      spans: new Map([
        ['p1', { from: range.startDate, to: range.endDate }],
        ['p2', { from: '2026-12-01', to: '2026-12-02' }],
        ['p3', { from: '2026-11-01', to: '2026-11-30' }],
      ]),
      reason: 'allocation.updated',
    });
  });

  test('is nothing without allocations', () => {
    expect(allocationScope([null], 'allocation.updated')).toBeNull();
  });
});
