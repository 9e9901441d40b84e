/** Somebody says that they forgot the password of an address. */
import { setTimeout as pause } from 'node:timers/promises';
import type { InTransaction, Transaction } from '../../platform/database';
import type { PasswordResetThrottle } from '../../platform/password-reset-throttle';
import { withinOrganization } from '../../platform/within-organization';
import { newId } from '../../shared/ids';
import { findAccount } from './find-account.query';
import { PasswordResetRepository } from './password-resets.repository';
import { SessionRepository } from './sessions.repository';

/** Well above what the work takes, so that the time of the answer does not tell whether there was any. */
const ANSWER_AFTER_MS = 250;

/**
 * Sends a link to the address when it belongs to a member of anything, and says nothing about that: neither the answer nor its
 * time differs. An address that is asked for too often gets no more mail for a while. @throws DomainError too_many_requests by address of the caller
 */
export async function requestPasswordReset(
  inTransaction: InTransaction,
  throttle: PasswordResetThrottle,
  input: { email: string; address: string; requestId: string; now: Date },
): Promise<void> {
  const email = input.email.toLowerCase();
  const mayMail = await throttle.mayMail(email, input.address);
  const work = mayMail ? inTransaction((trx) => request(trx, { ...input, email })) : Promise.resolve();
  await Promise.all([work, pause(ANSWER_AFTER_MS)]);
}

async function request(trx: Transaction, input: { email: string; requestId: string; now: Date }): Promise<void> {
  const account = await findAccount(trx, input.email);
  const user = account && (await new SessionRepository(trx).loadUser(account.id));
  if (user === undefined) return;
  const { id: userId, organizationId, role, personId } = user;
  const { now, requestId } = input;
  const actor = { kind: 'user', organizationId, userId, personId, role, sessionId: null } as const;
  const facts = { organizationId, resolveActor: () => Promise.resolve(actor), now, requestId };
  await withinOrganization(trx, { actor, request: facts }, async (uow) => {
    const id = newId();
    await new PasswordResetRepository(uow.trx).insert({ id, organizationId, userId, now });
    uow.emit({ type: 'password_reset.requested', entityType: 'password_reset', entityId: id, version: 1 });
  });
}
