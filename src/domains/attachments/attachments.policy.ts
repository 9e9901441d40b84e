/** Who may delete whose files. */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';

/** Whoever may write projects and tasks every file, everybody their own. @throws DomainError forbidden */
export function assertMayDelete(actor: Actor, uploadedBy: string): void {
  if (isAtLeast(actor.role, 'manager') || actor.userId === uploadedBy) return;
  throw new DomainError('forbidden', 'You may delete only the files you uploaded.');
}
