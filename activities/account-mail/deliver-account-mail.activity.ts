/** Writes one mail to an account and hands it to the mail server. */
import type { AccountMailInput, AccountMailOutput } from '../../src/domains/account-mails/account-mails.contract';
import { sendAccountMail } from '../../src/domains/account-mails/send-account-mail.command';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent as far as mail can be: one that was taken just before a crash is handed over again, with the same message id. */
export function createDeliverAccountMail(deps: ActivityDeps) {
  return async function deliverAccountMail(input: AccountMailInput): Promise<AccountMailOutput> {
    return sendAccountMail(deps, { ...input, now: new Date() });
  };
}
