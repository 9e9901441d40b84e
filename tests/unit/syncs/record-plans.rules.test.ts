/** Plans for records, made alike whatever the record is. */
import { expect, test } from '@jest/globals';
import type { MirrorRecord } from '../../../src/domains/syncs/mirror-records.types';
import { planFailure, planKept, planRemoval, planWrite } from '../../../src/domains/syncs/record-plans.rules';

const record = { externalId: 'c-1', entityType: 'engagement', entityId: 'e-1' } as MirrorRecord;
const write = (): Promise<{ id: string }> => Promise.resolve({ id: 'e-2' });
const differs = { before: { endDate: null }, after: { endDate: '2026-12-31' } };

test('a kept record is what it was, or nothing', () => {
  expect(planKept(record)).toEqual({
    outcome: 'settled',
    record,
    entity: { type: 'engagement', id: 'e-1' },
    differs: null,
  });
  expect(planKept({ ...record, entityType: null, entityId: null })).toMatchObject({ entity: null });
});

test('where nothing may be written, what differs is all that is left', () => {
  const plan = { record, entityType: 'engagement', scope: null, write };
  expect(planWrite({ ...plan, entityId: 'e-1', comparison: { patch: {}, before: {}, differs } })).toEqual({
    outcome: 'settled',
    record,
    entity: { type: 'engagement', id: 'e-1' },
    differs: { action: 'differs', entityType: 'engagement', ...differs },
  });
});

test('a new one is created, one that is there is updated, and each becomes what was written', async () => {
  const plan = { record, entityType: 'engagement', scope: null, write };
  const comparison = { patch: { endDate: '2026-12-31' }, before: null, differs: null };
  const created = planWrite({ ...plan, comparison });
  expect(created).toMatchObject({ outcome: 'write', change: { action: 'created', after: comparison.patch } });
  expect(planWrite({ ...plan, entityId: 'e-1', comparison })).toMatchObject({ change: { action: 'updated' } });
  expect(created.outcome === 'write' ? await created.apply() : null).toEqual({ type: 'engagement', id: 'e-2' });
});

test('what vanished is removed and becomes nothing; what cannot be applied says why', async () => {
  const removed: string[] = [];
  const remove = (): Promise<unknown> => Promise.resolve(removed.push('e-1'));
  const plan = planRemoval({ record, entityType: 'engagement', before: { endDate: null }, scope: null, remove });
  expect(plan).toMatchObject({ outcome: 'write', change: { action: 'tombstoned', after: null } });
  expect([plan.outcome === 'write' ? await plan.apply() : undefined, removed]).toEqual([null, ['e-1']]);
  expect(planFailure(record, 'owner_unknown')).toEqual({ outcome: 'failed', record, code: 'owner_unknown' });
});
