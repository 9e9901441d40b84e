/** Conflicts between dates and epoch days. 2026-01-05 is epoch day 20,458. */
import { describe, expect, test } from '@jest/globals';
import {
  describe as fieldsOf,
  isWorse,
  toConflict,
  toStoredConflict,
} from '../../../src/domains/conflicts/conflict-records.rules';
import type { ConflictDay, ConflictRecord } from '../../../src/domains/conflicts/conflicts.types';

const MONDAY = 20_458;
const causes = [{ type: 'allocation' as const, id: 'w1', label: 'Blue' }];
const record: ConflictRecord = {
  organizationId: 'o1',
  id: 'k1',
  version: 2,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  deletedAt: null,
  editedFields: [],
  personId: 'p1',
  kind: 'over_allocation',
  state: 'open',
  startDate: '2026-01-05',
  endDate: '2026-01-06',
  overMinutes: 90,
  days: [
    { date: '2026-01-05', minutesOver: 60 },
    { date: '2026-01-06', minutesOver: 30 },
  ],
  causes,
  acceptedBy: null,
  acceptedAt: null,
  acceptedDays: null,
  acceptedCauses: null,
  reason: null,
  firstSeenAt: new Date('2026-01-01T00:00:00Z'),
  resolvedAt: null,
};
const stored = toStoredConflict(record);

test('a record as the pairing sees it, and its dates come back', () => {
  expect(stored).toEqual({
    id: 'k1',
    state: 'open',
    kind: 'over_allocation',
    personId: 'p1',
    startDay: MONDAY,
    endDay: MONDAY + 1,
    days: [
      { day: MONDAY, minutesOver: 60 },
      { day: MONDAY + 1, minutesOver: 30 },
    ],
    minutesOver: 90,
    causes,
    accepted: null,
  });
  const { startDate, endDate, overMinutes, days } = record;
  expect(fieldsOf(stored)).toEqual({ startDate, endDate, overMinutes, days, causes });
});

test('an accepted one remembers what was accepted', () => {
  const acceptedDays = [{ date: '2026-01-05', minutesOver: 45 }];
  const accepted = toStoredConflict({ ...record, state: 'accepted', acceptedDays, acceptedCauses: causes });
  expect(accepted.state).toBe('accepted');
  expect(accepted.accepted).toEqual({ days: [{ day: MONDAY, minutesOver: 45 }], causes });
});

test('a record as others see it says who accepted it and why', () => {
  const accepted: ConflictRecord = { ...record, state: 'accepted', acceptedBy: 'u1', reason: 'agreed' };
  expect(toConflict(accepted)).toEqual({
    id: 'k1',
    kind: 'over_allocation',
    state: 'accepted',
    personId: 'p1',
    startDate: '2026-01-05',
    endDate: '2026-01-06',
    days: record.days,
    overMinutes: 90,
    causes,
    acceptedBy: 'u1',
    reason: 'agreed',
    firstSeenAt: record.firstSeenAt,
  });
});

describe('worse', () => {
  const after = (days: ConflictDay[]): boolean => isWorse(stored, { ...stored, days });

  test.each<[string, ConflictDay[], boolean]>([
    ['the same days', [...stored.days], false],
    ['fewer minutes', [{ day: MONDAY, minutesOver: 59 }], false],
    ['one minute more on one day, less in all', [{ day: MONDAY + 1, minutesOver: 31 }], true],
    ['another day', [{ day: MONDAY + 2, minutesOver: 1 }], true],
    ['another day without minutes, as outside of employment', [{ day: MONDAY + 2, minutesOver: 0 }], true],
    ['no day left', [], false],
  ])('%s: %p', (_, days, worse) => {
    expect(after(days)).toBe(worse);
  });
});
