/** What the log of decisions says now about each pair of account and person. */
import type { IdentityDecision } from './external-accounts.types';
import type { RememberedDecision } from './identities.types';

/** A pair that was decided without having been weighed: no evidence brings it back. */
const NEVER_WEIGHED_BITS = 1e6;

/**
 * The last word on each pair, out of the log in the order it was written. Links the engine made itself are no word of a person.
 * @example link, unlink, reject of one pair: rejected; link, unlink: nothing remembered
 */
export function rememberedDecisions(log: readonly IdentityDecision[]): RememberedDecision[] {
  const byPair = new Map<string, RememberedDecision>();
  for (const { externalAccountId: accountId, personId, action, decidedBy, totalBits } of log) {
    if (personId === null) continue;
    const pair = `${accountId} ${personId}`;
    const bits = totalBits ?? NEVER_WEIGHED_BITS;
    if (action === 'reject') byPair.set(pair, { accountId, personId, verdict: 'rejected', bits });
    else if ((action === 'link' || action === 'new') && decidedBy !== null)
      byPair.set(pair, { accountId, personId, verdict: 'confirmed', bits });
    else byPair.delete(pair);
  }
  return [...byPair.values()];
}

/** True when the last word on the pair is a rejection. */
export function isRejected(log: readonly IdentityDecision[], accountId: string, personId: string): boolean {
  return rememberedDecisions(log).some(
    (one) => one.accountId === accountId && one.personId === personId && one.verdict === 'rejected',
  );
}
