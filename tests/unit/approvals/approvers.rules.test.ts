import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ownersOf,
  principalsOf,
  representedBy,
  standingOf,
  type Asked,
} from '../../../src/domains/approvals/approvers.rules';
import type { ApprovalKind, ApproverDirectory, ApproverRule } from '../../../src/domains/approvals/approvals.types';

const directory: ApproverDirectory = {
  members: [
    { userId: 'asker', role: 'member', personId: 'p-asker' },
    { userId: 'boss', role: 'manager', personId: 'p-boss' },
    { userId: 'lead', role: 'manager', personId: 'p-lead' },
    { userId: 'admin', role: 'admin', personId: null },
    { userId: 'owner', role: 'owner', personId: null },
  ],
  managerOf: new Map([['p-asker', 'p-boss']]),
  leadsOf: new Map([['p-asker', ['p-lead', 'p-nobody', 'p-asker']]]),
  delegations: [],
};
const asked: Asked = { kind: 'absence', subjectPersonId: 'p-asker', requestedBy: 'asker' };
const withDelegations = (...pairs: [string, string][]): ApproverDirectory => ({
  ...directory,
  delegations: pairs.map(([fromUserId, toUserId]) => ({ fromUserId, toUserId, kinds: null })),
});
const namesOf = (standing: ReadonlyMap<string, readonly string[]>): object => Object.fromEntries(standing);

describe('who is asked', () => {
  test.each<[string, ApproverRule[], Partial<Asked>, string[]]>([
    ['the line manager', [{ type: 'line_manager' }], {}, ['boss']],
    ['team leads with an account, without the asker', [{ type: 'team_lead' }], {}, ['lead']],
    ['exactly that role', [{ type: 'role', role: 'manager' }], {}, ['boss', 'lead']],
    ['a user', [{ type: 'user', userId: 'admin' }], {}, ['admin']],
    ['a user who left', [{ type: 'user', userId: 'gone' }], {}, []],
    ['several rules, each once', [{ type: 'line_manager' }, { type: 'role', role: 'manager' }], {}, ['boss', 'lead']],
    ['nobody for somebody without a manager', [{ type: 'line_manager' }], { subjectPersonId: 'p-boss' }, []],
    ['nobody without a person', [{ type: 'line_manager' }], { subjectPersonId: null }, []],
    ['not the one who asked', [{ type: 'role', role: 'manager' }], { requestedBy: 'boss' }, ['lead']],
    ['not whose absence it is', [{ type: 'user', userId: 'asker' }], { requestedBy: 'admin' }, []],
    [
      'the person booked, since the request is not theirs',
      [{ type: 'user', userId: 'asker' }],
      { kind: 'allocation_request', requestedBy: 'admin' },
      ['asker'],
    ],
  ])('%s', (_, rules, changes, expected) => {
    expect([...principalsOf(rules, { ...asked, ...changes }, directory)].sort()).toEqual(expected);
  });
});

describe('who stands in', () => {
  test.each<[string, [string, string][], object]>([
    ['nobody without a delegation', [], { boss: ['boss'] }],
    [
      'over others',
      [
        ['boss', 'lead'],
        ['lead', 'admin'],
      ],
      { boss: ['boss'], lead: ['boss'], admin: ['boss'] },
    ],
    [
      'in a circle',
      [
        ['boss', 'lead'],
        ['lead', 'boss'],
      ],
      { boss: ['boss'], lead: ['boss'] },
    ],
    [
      'not the asker, nor anybody through them',
      [
        ['boss', 'asker'],
        ['asker', 'admin'],
      ],
      { boss: ['boss'] },
    ],
    [
      'not somebody who left, nor anybody through them',
      [
        ['boss', 'gone'],
        ['gone', 'admin'],
      ],
      { boss: ['boss'] },
    ],
  ])('%s', (_, pairs, expected) => {
    expect(namesOf(standingOf(new Set(['boss']), asked, withDelegations(...pairs)))).toEqual(expected);
  });

  test('only for the kinds delegated', () => {
    const delegations = [{ fromUserId: 'boss', toUserId: 'lead', kinds: ['period_close' as const] }];
    expect(namesOf(standingOf(new Set(['boss']), asked, { ...directory, delegations }))).toEqual({ boss: ['boss'] });
  });

  test('whatever the delegations, it ends, everybody stands for themself, and owners for nobody', () => {
    const user = fc.constantFrom('asker', 'boss', 'lead', 'admin', 'owner', 'gone');
    fc.assert(
      fc.property(fc.array(fc.tuple(user, user), { maxLength: 15 }), fc.uniqueArray(user), (pairs, principals) => {
        const own = new Set<string>(principals.filter((id) => id !== 'asker' && id !== 'gone'));
        const standing = standingOf(own, asked, withDelegations(...pairs));
        for (const id of own) expect(standing.get(id)?.[0]).toBe(id);
        for (const [id, represented] of standing) {
          expect(ownersOf(asked, directory).has(id)).toBe(false);
          expect(new Set(represented).size).toBe(represented.length);
          expect(represented.every((principal) => own.has(principal))).toBe(true);
        }
      }),
    );
  });

  test('seen from the other end: those whom somebody represents are those for whom they would stand', () => {
    const user = fc.constantFrom('asker', 'boss', 'lead', 'admin', 'owner', 'gone');
    const kinds = fc.constantFrom<ApprovalKind[] | null>(null, ['absence'], ['period_close']);
    const given = fc.array(fc.record({ fromUserId: user, toUserId: user, kinds }), { maxLength: 12 });
    // Of somebody's whom nobody here knows, so that no way is barred.
    const strangers: Asked = { kind: 'absence', subjectPersonId: null, requestedBy: null };
    fc.assert(
      fc.property(given, user, (delegations, userId) => {
        const around = { ...directory, delegations };
        const expected = directory.members
          .map((member) => member.userId)
          .filter((principal) => standingOf(new Set([principal]), strangers, around).has(userId));
        expect([...representedBy(userId, 'absence', around)].sort()).toEqual(expected.sort());
      }),
    );
  });
});
