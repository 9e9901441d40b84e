/** The slow half of a password change: is the current password right, and what is the hash of the new one? */
import type { LoginThrottle } from '../../platform/login-throttle';
import { hashPassword, verifyPassword } from '../../platform/passwords';
import type { Account, JudgedPasswordChange } from './sessions.types';

/**
 * Runs outside any transaction. A wrong password counts as a failed login of the account and address, so that a stolen session
 * is no way to guess; `next` is null then. @throws DomainError too_many_requests
 */
export async function judgePasswordChange(
  deps: { throttle: LoginThrottle },
  account: Account,
  input: { currentPassword: string; newPassword: string; address: string },
): Promise<JudgedPasswordChange> {
  const { email, passwordHash: judgedBy } = account;
  await deps.throttle.begin(email, input.address);
  if (!(await verifyPassword(judgedBy, input.currentPassword))) return { judgedBy, next: null };
  await deps.throttle.succeeded(email, input.address);
  return { judgedBy, next: await hashPassword(input.newPassword) };
}
