/** Who can be erased, and when retention asks for it. */
import { describe, expect, test } from '@jest/globals';
import { erasureObstacle, retentionDate, type ErasablePerson } from '../../../src/domains/privacy/erasable.rules';
import { personalRecordRules } from '../../../src/domains/privacy/personal-records.rules';

const TODAY = '2026-11-25';
const former: ErasablePerson = {
  isDeleted: false,
  isErased: false,
  isLastOwner: false,
  engagementEnds: ['2020-01-01', '2026-11-24'],
};

describe('what stands in the way of an erasure', () => {
  test.each<[Partial<ErasablePerson>, string | null]>([
    [{}, null],
    [{ engagementEnds: ['2026-11-25'] }, 'still_employed'],
    [{ engagementEnds: ['2020-01-01', null] }, 'still_employed'],
    [{ engagementEnds: [] }, 'no_engagement'],
    [{ engagementEnds: [], isDeleted: true }, null],
    [{ engagementEnds: [null], isDeleted: true }, null],
    [{ isLastOwner: true, isDeleted: true }, 'last_owner'],
    [{ isErased: true }, 'already_erased'],
  ])('%j: %s', (changes, obstacle) => {
    expect(erasureObstacle({ ...former, ...changes }, TODAY)).toBe(obstacle);
  });
});

test.each([
  ['2026-11-25', 24, '2024-11-25'],
  ['2026-03-31', 1, '2026-02-28'],
  ['2024-02-29', 12, '2023-02-28'],
  ['2026-01-15', 1, '2025-12-15'],
  ['2026-01-15', 13, '2024-12-15'],
])('%s less %i months is %s', (today, months, expected) => {
  expect(retentionDate(today, months)).toBe(expected);
});

test('no rule changes a figure: dates, minutes, loads and whether an absence is time off stay', () => {
  const sets = personalRecordRules.map(({ change }) => (typeof change === 'object' ? change.set : ''));
  const figures = /(start_date|end_date|starts_at|ends_at|minutes\w*|basis\w*|load_\w+|project_id|is_time_off) =/;
  expect(sets.filter((set) => figures.test(set))).toEqual([]);
  expect(
    personalRecordRules.filter(({ change, table }) => change === 'delete' && /absence|alloc|entr/.test(table)),
  ).toEqual([]);
});
