/** Who may decide about a conflict (READINGS H). */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';

/**
 * Admins decide about everybody's conflicts; a manager only about those of people of teams they lead and their direct reports.
 * @throws DomainError forbidden
 */
export function assertMayDecide(actor: Actor, personId: string, peopleLed: ReadonlySet<string>): void {
  if (isAtLeast(actor.role, 'admin') || peopleLed.has(personId)) return;
  throw new DomainError(
    'forbidden',
    'You may decide only about conflicts of people of teams you lead and your direct reports.',
  );
}
