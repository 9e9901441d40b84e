/** Sends one mail to an account, unless there is nothing to be said any more. */
import type { Database, Transaction } from '../../platform/database';
import type { DerivedTokens } from '../../platform/derived-tokens';
import type { Mail, Mailer } from '../../platform/mailer';
import { runInSystemScope } from '../../platform/unit-of-work';
import { writeInvitationMail } from '../members/write-invitation-mail.query';
import { markResetMailed, writeResetMail } from '../sessions/write-reset-mail.command';
import { writeDisabledMail } from '../webhooks/write-disabled-mail.query';
import type { AccountMailInput, AccountMailOutput } from './account-mails.contract';

export interface AccountMailDeps {
  database: Database;
  mailer: Mailer;
  linkTokens: DerivedTokens;
  appUrl: string;
}

/** No transaction is open while the mail is sent. @throws MailRefusedError, DomainError dependency_unavailable */
export async function sendAccountMail(
  deps: AccountMailDeps,
  input: AccountMailInput & { now: Date },
): Promise<AccountMailOutput> {
  const mail = await runInSystemScope(deps.database, 'mail', (trx) => writeMail(trx, deps, input));
  if (mail === null) return { outcome: 'superseded' };
  await deps.mailer.send(mail);
  if (input.kind === 'password_reset') {
    await runInSystemScope(deps.database, 'mail', (trx) => markResetMailed(trx, input));
  }
  return { outcome: 'sent' };
}

function writeMail(
  trx: Transaction,
  deps: AccountMailDeps,
  input: AccountMailInput & { now: Date },
): Promise<Mail | null> {
  switch (input.kind) {
    case 'invitation':
      return writeInvitationMail(trx, deps, input);
    case 'password_reset':
      return writeResetMail(trx, deps, input);
    case 'webhook_disabled':
      return writeDisabledMail(trx, input);
  }
}
