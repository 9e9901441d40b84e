import { describe, expect, test } from '@jest/globals';
import {
  assertMayWrite,
  mayDecide,
  maySeeReason,
  maySeeType,
  type AbsenceAudience,
} from '../../../src/domains/absences/absences.policy';
import type { Absence, AbsenceFields, AbsenceStatus } from '../../../src/domains/absences/absences.types';
import type { Role } from '../../../src/access/role-grants';

function audience(role: Role, led: string[] = [], personId: string | null = 'me'): AbsenceAudience {
  const actor = { kind: 'user' as const, organizationId: 'o', userId: 'u', personId, role, sessionId: null };
  return { actor, peopleLed: new Set(led), typesAreOpen: false };
}

function fields(personId: string, status: AbsenceStatus, notes: string | null = null): AbsenceFields {
  return {
    personId,
    typeId: 't',
    startDate: '2026-11-23',
    endDate: '2026-11-23',
    startsAt: 'beginning_of_day',
    endsAt: 'end_of_day',
    minutesPerDay: null,
    status,
    notes,
    source: 'manual',
  };
}

function stored(personId: string, status: AbsenceStatus): Absence {
  const now = new Date(0);
  return {
    ...fields(personId, status),
    organizationId: 'o',
    id: 'a',
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    editedFields: [],
  };
}

test.each<[Role, string[], string, boolean, boolean]>([
  ['owner', [], 'other', true, true],
  ['admin', [], 'me', true, true],
  ['manager', ['led'], 'led', true, true],
  ['manager', ['led'], 'other', false, false],
  ['manager', ['me'], 'me', false, true],
  ['member', ['led'], 'led', false, false],
  ['member', [], 'me', false, true],
  ['viewer', [], 'other', false, false],
  ['viewer', [], 'me', false, true],
])('a %s who leads %j, for %s: decides %s, sees the reason %s', (role, led, personId, decides, sees) => {
  expect(mayDecide(audience(role, led), personId)).toBe(decides);
  expect(maySeeReason(audience(role, led), personId)).toBe(sees);
});

test('where types are open everybody sees the type, and not the reason', () => {
  const viewer = audience('viewer');
  expect(maySeeType(viewer, 'other')).toBe(false);
  expect(maySeeType(viewer, 'me')).toBe(true);
  expect(maySeeType({ ...viewer, typesAreOpen: true }, 'other')).toBe(true);
  expect(maySeeReason({ ...viewer, typesAreOpen: true }, 'other')).toBe(false);
});

test('an account that is nobody owns no absence', () => {
  expect(maySeeReason(audience('member', [], null), 'me')).toBe(false);
});

describe('what a member may do to their own absence', () => {
  const may = (before: AbsenceStatus | null, after: AbsenceFields | null): boolean => {
    try {
      assertMayWrite(audience('member'), { before: before && stored('me', before), after });
      return true;
    } catch {
      return false;
    }
  };

  test.each<[AbsenceStatus | null, AbsenceFields | null, boolean]>([
    [null, fields('me', 'requested'), true],
    [null, fields('me', 'approved'), false],
    [null, fields('other', 'requested'), false],
    ['requested', fields('me', 'requested', 'changed'), true],
    ['requested', fields('me', 'approved'), false],
    ['requested', fields('me', 'cancelled'), true],
    ['requested', fields('other', 'requested'), false],
    ['requested', null, true],
    ['approved', fields('me', 'cancelled'), true],
    ['approved', fields('me', 'cancelled', 'changed too'), false],
    ['approved', fields('me', 'approved', 'changed'), false],
    ['approved', null, false],
    ['declined', fields('me', 'cancelled'), false],
    ['declined', fields('me', 'requested'), false],
    ['cancelled', fields('me', 'requested'), false],
  ])('%s to %j: %s', (before, after, expected) => {
    expect(may(before, after)).toBe(expected);
  });
});
