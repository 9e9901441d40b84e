/** Gives whoever holds the token of a link a new password. */
import type { InTransaction, Transaction } from '../../platform/database';
import { hashOfToken } from '../../platform/derived-tokens';
import type { LoginThrottle } from '../../platform/login-throttle';
import { hashPassword } from '../../platform/passwords';
import type { PasswordResetThrottle } from '../../platform/password-reset-throttle';
import { withinOrganization } from '../../platform/within-organization';
import { invalidField } from '../../shared/domain-error';
import { OwnSessionRepository } from './own-sessions.repository';
import { PasswordResetRepository, type OpenReset } from './password-resets.repository';
import { SessionRepository } from './sessions.repository';

export interface ResetInput {
  token: string;
  newPassword: string;
  address: string;
  requestId: string;
  now: Date;
}

/**
 * The token is spent, every other link of the user too, every session of theirs ends in every organisation, and failed logins
 * are forgotten. No transaction is open while Argon2 works, and it works only for a token that opens something.
 * @throws DomainError validation_failed for a token that opens nothing, too_many_requests
 */
export async function resetPassword(
  inTransaction: InTransaction,
  deps: { resets: PasswordResetThrottle; throttle: LoginThrottle },
  input: ResetInput,
): Promise<void> {
  await deps.resets.tryToken(input.address);
  await inTransaction((trx) => openedBy(trx, input));
  const passwordHash = await hashPassword(input.newPassword);
  const { email } = await inTransaction((trx) => store(trx, input, passwordHash));
  await deps.throttle.forget(email);
}

async function openedBy(trx: Transaction, { token, now }: ResetInput): Promise<OpenReset> {
  const reset = await new PasswordResetRepository(trx).lockOpen(hashOfToken(token), now);
  if (reset !== undefined) return reset;
  throw invalidField('/token', 'invalid_token', 'This link is not valid any more; ask for another one.');
}

async function store(trx: Transaction, input: ResetInput, passwordHash: string): Promise<OpenReset> {
  const reset = await openedBy(trx, input);
  const { userId, organizationId } = reset;
  await new SessionRepository(trx).setPassword(userId, passwordHash);
  await new PasswordResetRepository(trx).closeAll(userId, input.now);
  await new OwnSessionRepository(trx, userId).revokeAll(input.now);
  const actor = { kind: 'user', organizationId, userId, personId: null, role: 'viewer', sessionId: null } as const;
  const facts = { organizationId, resolveActor: () => Promise.resolve(actor), ...input };
  await withinOrganization(trx, { actor, request: facts }, (uow) => {
    uow.audit({ event: 'user.password_reset', entityType: 'user', entityId: userId, before: null, after: null });
    return Promise.resolve();
  });
  return reset;
}
