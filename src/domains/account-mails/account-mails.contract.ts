/** What the relay and the workflow agree on about mails to accounts: names, ids, input. No address, no token, no text. */

/** Type name of the workflow that sends one mail. */
export const ACCOUNT_MAIL_WORKFLOW = 'sendAccountMail';

/** An invitation to an organisation, the link for a forgotten password, or the notice that a webhook was disabled. */
export type AccountMailKind = 'invitation' | 'password_reset' | 'webhook_disabled';

export interface AccountMailInput {
  organizationId: string;
  kind: AccountMailKind;
  /** The member who is invited, the request for a new password, or the webhook. */
  id: string;
  /** Of the record when the mail was asked for: a later one is another mail. */
  version: number;
}

/** `superseded`: there is nothing to be sent any more, e.g. the invitation was accepted, renewed or taken back. */
export interface AccountMailOutput {
  outcome: 'sent' | 'superseded';
}

/**
 * Id of the one workflow of a mail. @example accountMailWorkflowId({ kind: 'invitation', id: '0198…', version: 2, … }) === 'mail/invitation/0198…/2'
 */
export function accountMailWorkflowId({ kind, id, version }: AccountMailInput): string {
  return `mail/${kind}/${id}/${String(version)}`;
}
