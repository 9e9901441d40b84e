/** What a run's changes say has to be taken back. */
import { expect, test } from '@jest/globals';
import { addedContacts, madeBy, restorations, type LoggedChange } from '../../../src/domains/syncs/withdrawal.rules';

const change = (changes: Partial<LoggedChange>): LoggedChange => ({
  action: 'updated',
  entityType: 'engagement',
  entityId: 'e-1',
  before: null,
  after: null,
  ...changes,
});

test('what was made, once each, by type', () => {
  const log = [
    change({ action: 'created', entityType: 'absence', entityId: 'a-1' }),
    change({ entityType: 'absence', entityId: 'a-1', before: { status: 'x' } }),
    change({ action: 'created', entityType: 'absence', entityId: 'a-1' }),
    change({ action: 'created', entityType: 'absence', entityId: null }),
    change({ action: 'created', entityId: 'e-1' }),
  ];
  expect(madeBy(log, 'absence')).toEqual(['a-1']);
  expect(madeBy(log, 'engagement')).toEqual(['e-1']);
  expect(madeBy(log, 'time_entry')).toEqual([]);
});

test('of what was there before: the first value, the last one, and the fields that began to count as edited', () => {
  const log = [
    change({ before: { editedFields: ['notes'] }, after: { editedFields: ['endDate', 'notes'] } }),
    change({ before: { type: 'employee' }, after: { type: 'contractor' } }),
    change({ before: { type: 'contractor' }, after: { type: 'mandataire' } }),
    change({
      action: 'created',
      entityType: 'external_account',
      entityId: 'p-1',
      before: {},
      after: { personId: 'p-1' },
    }),
    change({ entityType: 'external_account', entityId: 'p-1', before: { fullName: 'A' }, after: { fullName: 'B' } }),
  ];
  expect(restorations(log)).toEqual([
    {
      entityType: 'engagement',
      entityId: 'e-1',
      before: { type: 'employee' },
      after: { type: 'mandataire' },
      keptFields: ['endDate'],
    },
    { entityType: 'person', entityId: 'p-1', before: { fullName: 'A' }, after: { fullName: 'B' }, keptFields: [] },
  ]);
});

test('nothing is restored of what was made, of other records, and of nothing', () => {
  const log = [
    change({ action: 'created', entityId: 'e-2' }),
    change({ entityId: 'e-2', before: { endDate: null }, after: { endDate: '2026-01-01' } }),
    change({ entityType: 'project', entityId: 'x', before: { name: 'a' } }),
    change({ entityId: null, before: { endDate: null } }),
  ];
  expect(restorations(log)).toEqual([]);
});

test('addresses and numbers that were added', () => {
  const log = [
    change({ after: { emails: ['a@x.example'], identifiers: ['7', 8] } }),
    change({ after: { emails: 'no list' } }),
    change({}),
  ];
  expect(addedContacts(log)).toEqual({ emails: ['a@x.example'], identifiers: ['7'] });
});
