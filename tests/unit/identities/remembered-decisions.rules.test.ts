/** What the log of decisions says now about a pair. */
import { describe, expect, test } from '@jest/globals';
import type { IdentityDecision } from '../../../src/domains/identities/external-accounts.types';
import { isRejected, rememberedDecisions } from '../../../src/domains/identities/remembered-decisions.rules';

type Action = IdentityDecision['action'];
const decided = (action: Action, fields: Partial<IdentityDecision> = {}): IdentityDecision =>
  ({ externalAccountId: 'a', personId: 'p', action, decidedBy: 'u', totalBits: 9, ...fields }) as IdentityDecision;

describe('the last word on a pair', () => {
  test.each<[string, IdentityDecision[], string[]]>([
    ['a link by hand', [decided('link')], ['confirmed']],
    ['a new person', [decided('new')], ['confirmed']],
    ['a link of the engine', [decided('link', { decidedBy: null })], []],
    ['a link taken back', [decided('link'), decided('unlink')], []],
    ['a link taken back and rejected', [decided('link'), decided('unlink'), decided('reject')], ['rejected']],
    ['an ignored account', [decided('ignore', { personId: null })], []],
  ])('%s', (_, log, verdicts) => {
    expect(rememberedDecisions(log).map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(isRejected(log, 'a', 'p')).toBe(verdicts.includes('rejected'));
  });

  test('a pair rejected without having been weighed never comes back by evidence', () => {
    const [remembered] = rememberedDecisions([decided('reject', { totalBits: null })]);
    expect(remembered?.bits).toBeGreaterThan(1_000);
    expect(isRejected([decided('reject')], 'a', 'somebody else')).toBe(false);
  });
});
