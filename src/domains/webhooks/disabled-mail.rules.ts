/** What admins are told when a webhook was disabled: pure. */
import type { DisabledReason } from './webhooks.types';

/** Subject and text in English. Of the URL only the host is named: its path may be a secret. */
export function disabledMail(facts: {
  organization: string;
  description: string | null;
  url: string;
  reason: DisabledReason;
  failingSince: Date | null;
  webhookId: string;
}): { subject: string; text: string } {
  const { organization, description, url, reason, failingSince, webhookId } = facts;
  const { host } = new URL(url);
  const since = failingSince === null ? '' : ` since ${failingSince.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const why =
    reason === 'gone' ? 'It answered 410 Gone: it wants no more messages.' : `Every message to it has failed${since}.`;
  return {
    subject: `A webhook of ${organization} was disabled`,
    text: [
      'Hello,',
      '',
      `Plan Charge has stopped sending events of ${organization} to ${host}.`,
      why,
      '',
      ...(description === null ? [] : [`Webhook: ${description}`]),
      `Id: ${webhookId}`,
      '',
      'What has not been delivered is kept. Once the receiver works, set the',
      'state of the webhook to "active", and it is sent in order.',
      'Events that happen while it is disabled are not kept for it.',
      '',
    ].join('\n'),
  };
}
