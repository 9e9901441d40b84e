/** Who may change whose comments (READINGS H). */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';
import type { Comment } from './comments.types';

/**
 * Admins every comment, a manager those of the people they lead, and everybody their own.
 * @throws DomainError forbidden
 */
export function assertMayChange(
  actor: Actor,
  comment: Pick<Comment, 'authorId' | 'authorPersonId'>,
  peopleLed: ReadonlySet<string>,
): void {
  const { authorId, authorPersonId } = comment;
  if (isAtLeast(actor.role, 'admin') || actor.userId === authorId) return;
  if (authorPersonId !== null && peopleLed.has(authorPersonId)) return;
  throw new DomainError('forbidden', 'You may change only your own comments and those of the people you lead.');
}
