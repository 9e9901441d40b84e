import { describe, expect, test } from '@jest/globals';
import { decidesAlone, outcomeOf } from '../../../src/domains/approvals/decision.rules';
import { standingOf } from '../../../src/domains/approvals/approvers.rules';
import type { ApprovalLevel, LevelRule, Verdict } from '../../../src/domains/approvals/approvals.types';

/** Votes of a, b and c in this order. */
const votes = (text: string): Map<string, Verdict> => {
  const cast = new Map<string, Verdict>();
  for (const [index, userId] of ['a', 'b', 'c'].entries()) {
    if (text.charAt(index) !== '.') cast.set(userId, text.charAt(index) === '+' ? 'approved' : 'declined');
  }
  return cast;
};

describe('what votes of a, b and c make of a level (+ approved, - declined, . none)', () => {
  test.each<[LevelRule, number | null, string, string]>([
    ['any', null, '...', 'open'],
    ['any', null, '+..', 'approved'],
    ['any', null, '.-.', 'declined'],
    ['all', null, '++.', 'open'],
    ['all', null, '+++', 'approved'],
    ['all', null, '+-.', 'declined'],
    ['quorum', 2, '+..', 'open'],
    ['quorum', 2, '+-.', 'open'],
    ['quorum', 2, '+-+', 'approved'],
    ['quorum', 2, '-..', 'open'],
    ['quorum', 2, '--.', 'declined'],
    ['quorum', 3, '..-', 'declined'],
    ['quorum', 4, '+++', 'open'],
    ['quorum', 4, '++-', 'declined'],
  ])('%s %s %s is %s', (rule, quorum, text, expected) => {
    expect(outcomeOf({ rule, quorum }, { principals: new Set(['a', 'b', 'c']) }, votes(text))).toBe(expected);
  });

  test('who was asked and has left does not hold up "all", but nobody at all decides nothing', () => {
    const level = { rule: 'all', quorum: null } as const;
    expect(outcomeOf(level, { principals: new Set(['a']) }, votes('++.'))).toBe('approved');
    expect(outcomeOf(level, { principals: new Set() }, new Map())).toBe('open');
  });
});

describe('who may decide alone', () => {
  const level = (rule: LevelRule, quorum: number | null = null): ApprovalLevel => ({
    approvers: [],
    rule,
    quorum,
    remindAfter: null,
    escalateAfter: null,
    escalateTo: null,
  });
  const asked = { kind: 'over_allocation', subjectPersonId: null, requestedBy: null } as const;
  const members = ['a', 'b', 'c'].map((userId) => ({ userId, role: 'manager' as const, personId: null }));
  const authority = (ids: string[], delegations: [string, string][] = []) => {
    const given = delegations.map(([fromUserId, toUserId]) => ({ fromUserId, toUserId, kinds: null }));
    const directory = { members, managerOf: new Map(), leadsOf: new Map(), delegations: given };
    const principals = new Set(ids);
    return { principals, escalated: new Set<string>(), standing: standingOf(principals, asked, directory) };
  };

  test.each<[string, boolean, ApprovalLevel[], ReturnType<typeof authority>[]]>([
    ['any of two', true, [level('any')], [authority(['a', 'b'])]],
    ['all of two', false, [level('all')], [authority(['a', 'b'])]],
    ['all of two, standing in for the other', true, [level('all')], [authority(['a', 'b'], [['b', 'a']])]],
    ['a quorum of two', false, [level('quorum', 2)], [authority(['a', 'b', 'c'])]],
    ['only at the first level', false, [level('any'), level('any')], [authority(['a']), authority(['b'])]],
    ['at both levels', true, [level('any'), level('any')], [authority(['a', 'b']), authority(['a'])]],
  ])('%s: %s', (_, expected, levels, authorities) => {
    expect(decidesAlone(levels, authorities, 'a')).toBe(expected);
  });
});
