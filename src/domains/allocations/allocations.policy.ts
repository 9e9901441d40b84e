/** Who may book whom (READINGS H). */
import { isAtLeast } from '../../access/role-grants';
import type { Actor } from '../../access/actor';
import { DomainError } from '../../shared/domain-error';

/**
 * Admins book everybody; a manager only people of teams they lead and their direct reports.
 * @throws DomainError forbidden
 */
export function assertMayBook(actor: Actor, personIds: readonly string[], peopleLed: ReadonlySet<string>): void {
  if (isAtLeast(actor.role, 'admin')) return;
  if (personIds.every((personId) => peopleLed.has(personId))) return;
  throw new DomainError('forbidden', 'You may book only people of teams you lead and your direct reports.');
}
