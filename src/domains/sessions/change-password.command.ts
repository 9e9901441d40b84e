/** Gives the actor a new password. */
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { invalidField } from '../../shared/domain-error';
import { OwnSessionRepository } from './own-sessions.repository';
import { PasswordResetRepository } from './password-resets.repository';
import { SessionRepository } from './sessions.repository';
import type { JudgedPasswordChange } from './sessions.types';

/**
 * Stores the new password and ends every session of the user in every organisation, this one too, and every link to
 * a new one: whoever knew the old password has to know the new one. @throws DomainError validation_failed when the current password is wrong, or not any more the one that was judged
 */
export async function changePassword(uow: UnitOfWork, change: JudgedPasswordChange): Promise<void> {
  const userId = uow.actor.userId ?? '';
  const { judgedBy, next } = change;
  const isStored = next !== null && (await new SessionRepository(uow.trx).replacePassword(userId, judgedBy, next));
  if (!isStored) throw invalidField('/current_password', 'wrong_password', 'This is not your current password.');
  await enterSystemScope(uow.trx, 'login');
  await new OwnSessionRepository(uow.trx, userId).revokeAll(uow.now);
  await new PasswordResetRepository(uow.trx).closeAll(userId, uow.now);
  uow.audit({ event: 'user.password_changed', entityType: 'user', entityId: userId, before: null, after: null });
}
