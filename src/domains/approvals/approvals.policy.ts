/** Who may delegate, and who may see it (READINGS H): admins everything, others what is theirs. */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';
import type { Delegation } from './approvals.types';

/** True for admins, and for who gives or takes the delegation. */
export function maySeeDelegation(actor: Actor, delegation: Pick<Delegation, 'fromUserId' | 'toUserId'>): boolean {
  if (isAtLeast(actor.role, 'admin')) return true;
  return [delegation.fromUserId, delegation.toUserId].includes(actor.userId ?? '');
}

/**
 * Everybody hands on what is asked of themselves, admins also what is asked of others.
 * @throws DomainError forbidden
 */
export function assertMayDelegate(actor: Actor, delegations: readonly (Pick<Delegation, 'fromUserId'> | null)[]): void {
  if (isAtLeast(actor.role, 'admin')) return;
  if (delegations.every((delegation) => delegation === null || delegation.fromUserId === actor.userId)) return;
  throw new DomainError('forbidden', 'You may delegate only what is asked of yourself.');
}
