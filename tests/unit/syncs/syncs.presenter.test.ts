/** Changes of a sync run as they are answered. */
import { expect, test } from '@jest/globals';
import { presentSyncChange } from '../../../src/domains/syncs/syncs.presenter';

test('what an account brought is a change of its person, with the field names of the wire', () => {
  const change = {
    id: 'c-1',
    createdAt: new Date('2026-11-25T08:00:00Z'),
    recordKind: 'collaborator',
    externalId: 'e-1',
    action: 'updated' as const,
    entityType: 'external_account',
    entityId: 'p-1',
    before: { fullName: 'A' },
    after: { personId: 'p-1', fullName: 'B', emails: ['b@example.com'] },
  };
  expect(presentSyncChange(change)).toMatchObject({
    entity_type: 'person',
    entity_id: 'p-1',
    before: { full_name: 'A' },
    after: { person_id: 'p-1', full_name: 'B', emails: ['b@example.com'] },
  });
});
