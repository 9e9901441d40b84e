/** Whose vouchers somebody may see (READINGS H). */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';

/**
 * Admins see everybody's (null), all others their own; an account that is nobody's sees none. `asked` narrows it to one person.
 * @throws DomainError forbidden when somebody else's are asked for
 */
export function visibleVouchers(actor: Actor, asked: string | undefined): readonly string[] | null {
  if (isAtLeast(actor.role, 'admin')) return asked === undefined ? null : [asked];
  if (asked !== undefined && asked !== actor.personId) {
    throw new DomainError('forbidden', 'You may see your own vouchers only.');
  }
  return actor.personId === null ? [] : [actor.personId];
}
