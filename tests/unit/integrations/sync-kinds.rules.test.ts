/** Which records a sync reads. */
import { expect, test } from '@jest/globals';
import {
  isAccountKind,
  makesPeople,
  recordKindsOf,
  syncKinds,
  syncKindsOf,
} from '../../../src/domains/integrations/sync-kinds.rules';

test('each provider takes the kinds it has records for', () => {
  expect(syncKindsOf('payfit')).toEqual(['roster', 'absences', 'full']);
  expect(syncKindsOf('gryzzly')).toEqual(['roster', 'absences', 'timesheets', 'full']);
  expect(syncKindsOf('nobody')).toEqual([]);
  expect(recordKindsOf('payfit', 'timesheets')).toEqual([]);
});

test('a full sync reads what every other kind reads, people first', () => {
  for (const provider of ['payfit', 'gryzzly']) {
    const full = recordKindsOf(provider, 'full');
    for (const kind of syncKinds) expect(full).toEqual(expect.arrayContaining([...recordKindsOf(provider, kind)]));
    expect(['collaborator', 'user']).toContain(full[0]);
  }
});

test('a human is a collaborator or a user', () => {
  const kinds = ['payfit', 'gryzzly'].flatMap((provider) => recordKindsOf(provider, 'full'));
  expect(kinds.filter(isAccountKind)).toEqual(['collaborator', 'user']);
});

test('what is applied is what a full sync reads, and payroll alone makes people', () => {
  for (const provider of ['payfit', 'gryzzly'])
    expect(recordKindsOf(provider, 'apply')).toEqual(recordKindsOf(provider, 'full'));
  expect(['payfit', 'gryzzly'].filter(makesPeople)).toEqual(['payfit']);
});
