/** Whose API tokens somebody sees and revokes (READINGS H): their own; an admin everybody's, but does not revoke an owner's. */
import type { Actor } from '../../access/actor';
import { isAtLeast, type Role } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';

/** True for who sees the tokens of others. */
export function seesAll(actor: Actor): boolean {
  return isAtLeast(actor.role, 'admin');
}

/** `role`: the maker's in the organisation now, undefined when they are none. @throws DomainError forbidden */
export function assertMayRevoke(actor: Actor, { userId, role }: { userId: string; role: Role | undefined }): void {
  if (userId === actor.userId || actor.role === 'owner' || role !== 'owner') return;
  throw new DomainError('forbidden', 'Only an owner revokes the tokens of owners.');
}
