/** Who may write down whose worked time (READINGS H). */
import { isAtLeast } from '../../access/role-grants';
import type { Actor } from '../../access/actor';
import { DomainError } from '../../shared/domain-error';

/**
 * Admins for everybody, a manager for the people they lead, and everybody for themself.
 * @throws DomainError forbidden
 */
export function assertMayRecord(actor: Actor, personIds: readonly string[], peopleLed: ReadonlySet<string>): void {
  if (isAtLeast(actor.role, 'admin')) return;
  if (personIds.every((personId) => personId === actor.personId || peopleLed.has(personId))) return;
  throw new DomainError('forbidden', 'You may write time entries only for yourself and the people you lead.');
}
