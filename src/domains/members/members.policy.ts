/** Who may decide about which members (READINGS H): an admin about all but owners, and only an owner makes owners. */
import type { Actor } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';

/** `roles`: what the member is, and what they are to be. @throws DomainError forbidden */
export function assertMayDecideAbout(actor: Actor, roles: readonly Role[]): void {
  if (actor.role === 'owner' || !roles.includes('owner')) return;
  throw new DomainError('forbidden', 'Only an owner decides about owners.');
}
