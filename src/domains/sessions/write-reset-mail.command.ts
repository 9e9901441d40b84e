/** The mail with the link for a forgotten password; from here on the link opens. */
import type { Transaction } from '../../platform/database';
import { hashOfToken, type DerivedTokens } from '../../platform/derived-tokens';
import { messageIdOf, type Mail } from '../../platform/mailer';
import { PasswordResetRepository } from './password-resets.repository';
import { REQUEST_LIFETIME_MS, RESET_LIFETIME_MS, resetSubject, resetUrl } from './password-resets.rules';
import { resetMail } from './reset-mail.rules';

/**
 * Null when there is nothing to be sent any more: mailed, used or a day old. The half hour begins here and not with the request,
 * since mail may have had to wait; written again, the mail holds the same token and the half hour begins anew. Needs the system scope.
 */
export async function writeResetMail(
  trx: Transaction,
  deps: { linkTokens: DerivedTokens; appUrl: string },
  { organizationId, id, now }: { organizationId: string; id: string; now: Date },
): Promise<Mail | null> {
  const resets = new PasswordResetRepository(trx);
  const reset = await resets.lock(organizationId, id);
  if (reset === undefined || reset.isMailed || reset.isUsed) return null;
  if (now.getTime() - reset.createdAt.getTime() > REQUEST_LIFETIME_MS) return null;
  const token = deps.linkTokens.derive(resetSubject(id));
  await resets.arm(reset, hashOfToken(token), new Date(now.getTime() + RESET_LIFETIME_MS));
  return {
    to: [reset.email],
    ...resetMail({ url: resetUrl(deps.appUrl, token), minutes: RESET_LIFETIME_MS / 60_000 }),
    messageId: messageIdOf('password-reset', id),
  };
}

/** Remembers that the mail was taken: a repeated activity does not send it again. Idempotent. */
export async function markResetMailed(
  trx: Transaction,
  { organizationId, id, now }: { organizationId: string; id: string; now: Date },
): Promise<void> {
  await new PasswordResetRepository(trx).markMailed(organizationId, id, now);
}
