/**
 * Sends one mail to an account: an invitation, or a link for a forgotten password.
 * Start: by the outbox relay. Id: `mail/{kind}/{id}/{version}`, never twice. Messages: none.
 * End states: Completed, `sent` or `superseded`; Failed when the server refused the mail for good, or when a week of tries
 * was not enough; Cancelled before the next try.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { AccountMailInput, AccountMailOutput } from '../../src/domains/account-mails/account-mails.contract';
import { mailOptions } from '../../temporal-config/activity-options';

const { deliverAccountMail } = proxyActivities<Pick<Activities, 'deliverAccountMail'>>(mailOptions);

/** One activity: it finds out what to say, says it, and is tried again until the server has taken it. */
export async function sendAccountMail(input: AccountMailInput): Promise<AccountMailOutput> {
  return deliverAccountMail.executeWithOptions({ summary: `Mail: ${input.kind}` }, [input]);
}
