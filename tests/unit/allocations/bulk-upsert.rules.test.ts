import { describe, expect, test } from '@jest/globals';
import {
  changedFieldsOf,
  joinedRefusal,
  matchItems,
  replacedBy,
} from '../../../src/domains/allocations/bulk-upsert.rules';
import type { AllocationInput } from '../../../src/domains/allocations/allocation-record.rules';
import type { Allocation } from '../../../src/domains/allocations/allocations.types';
import { DomainError, invalidField, referenceNotFound } from '../../../src/shared/domain-error';

const stored: Allocation = {
  organizationId: 'o1',
  id: 'a1',
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  deletedAt: null,
  editedFields: [],
  personId: 'p1',
  projectId: 'x',
  taskId: null,
  startDate: '2027-03-01',
  endDate: '2027-03-05',
  loadUnit: 'percent',
  basisPoints: 5_000,
  basis: 'nominal',
  loadMinutes: null,
  status: 'firm',
  source: 'manual',
  notes: null,
};
const input: AllocationInput = {
  personId: 'p1',
  projectId: 'x',
  startDate: '2027-03-01',
  endDate: '2027-03-05',
};
const sent = (index: number, fields: AllocationInput = {}, id?: string) => ({
  index,
  id,
  input: { ...input, ...fields },
});

function codesOf(failures: ReadonlyMap<number, DomainError>): [number, string | undefined, string | undefined][] {
  return [...failures].map(([index, { details }]) => [index, details.errors?.[0]?.code, details.errors?.[0]?.pointer]);
}

describe('matching', () => {
  test('by id first, then by person, project and start, of several the oldest; each once', () => {
    const twin = { ...stored, id: 'a2' };
    const third = { ...stored, id: 'a3' };
    const items = [sent(0), sent(1, { startDate: '2027-03-02' }, 'a1'), sent(2, { projectId: null })];
    const { steps, failures } = matchItems(items, [third, twin, stored]);
    expect(steps.map(({ index, before }) => [index, before?.id ?? null])).toEqual([
      [0, 'a2'],
      [1, 'a1'],
      [2, null],
    ]);
    expect(failures.size).toBe(0);
    expect(steps[1]?.fields).toMatchObject({ startDate: '2027-03-02', basisPoints: 5_000 });
  });

  test('two items for one allocation, an unknown id, missing fields and problems from before are failures', () => {
    const items = [
      sent(0, {}, 'a1'),
      sent(1, {}, 'a1'),
      sent(2, {}, 'nobody'),
      sent(3, { projectId: null }),
      sent(4, { projectId: null }),
      { index: 5, id: undefined, input: { projectId: 'y' } },
      { index: 6, problem: invalidField('/allocations/6/percent', 'too_big', 'too big') },
      sent(7, { projectId: 'z', endDate: '2027-02-01' }),
    ];
    const { steps, failures } = matchItems(items, [stored]);
    expect(steps.map((step) => step.index)).toEqual([0, 3]);
    expect(codesOf(failures).sort((a, b) => a[0] - b[0])).toEqual([
      [1, 'duplicate_item', '/allocations/1/id'],
      [2, 'reference_not_found', '/allocations/2/id'],
      [4, 'duplicate_item', '/allocations/4'],
      [5, 'required', '/allocations/5/person_id'],
      [6, 'too_big', '/allocations/6/percent'],
      [7, 'range_reversed', '/allocations/7/end_date'],
    ]);
  });
});

test('replace deletes what starts within the hull of its own pair and no step changes', () => {
  const starting = (id: string, startDate: string, fields: Partial<Allocation> = {}): Allocation => ({
    ...stored,
    id,
    startDate,
    endDate: '2027-12-31',
    ...fields,
  });
  const existing = [
    starting('before', '2027-02-28'),
    starting('kept', '2027-03-01'),
    starting('inside', '2027-03-03'),
    starting('edge', '2027-03-12'),
    starting('after', '2027-03-13'),
    starting('other-project', '2027-03-03', { projectId: null }),
    starting('other-person', '2027-03-03', { personId: 'p2' }),
  ];
  const late = sent(1, { startDate: '2027-03-08', endDate: '2027-03-12' });
  const { steps } = matchItems([late, sent(0)], existing);
  expect(replacedBy(steps, existing).map((one) => one.id)).toEqual(['inside', 'edge']);
});

test('changed fields are those that differ', () => {
  const [step] = matchItems([sent(0, { endDate: '2027-03-06', percent: 50 })], [stored]).steps;
  expect(step === undefined ? [] : changedFieldsOf(stored, step.fields)).toEqual(['endDate']);
});

describe('one refusal of many', () => {
  test('names every field; only unknown references are reference_not_found', () => {
    const unknown = referenceNotFound('/allocations/0/id');
    const wrong = invalidField('/allocations/1/percent', 'too_big', 'too big');
    expect(joinedRefusal([unknown]).code).toBe('reference_not_found');
    const joined = joinedRefusal([unknown, wrong]);
    expect([joined.code, joined.details.errors?.length]).toEqual(['validation_failed', 2]);
    const many = Array.from({ length: 12 }, (_, index) => referenceNotFound(`/allocations/${String(index)}/id`));
    expect(joinedRefusal(many).message).toContain('and 2 more');
  });

  test('without a field it is the first refusal, and none is a mistake of ours', () => {
    const forbidden = new DomainError('forbidden', 'no');
    expect(joinedRefusal([forbidden, forbidden])).toBe(forbidden);
    expect(() => joinedRefusal([])).toThrow('nothing to refuse');
  });
});
