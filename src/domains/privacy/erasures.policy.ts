/** Who may take out a person's data: the person themself, and admins for everybody. */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';

/** @throws DomainError forbidden */
export function assertMayExport(actor: Actor, personId: string): void {
  if (actor.personId === personId || isAtLeast(actor.role, 'admin')) return;
  throw new DomainError('forbidden', 'You may export your own data only.');
}
