/** Recipients of a schedule as they are written again: who stays keeps id and secret. */
import type { Recipient } from './report-schedules.types';

/** As a body names them. */
export type RecipientInput =
  | { id?: string | undefined; kind: 'email'; address: string }
  | { id?: string | undefined; kind: 'webhook'; url: string; secret?: string | undefined };

/** What the list becomes. `secrets` are those to be stored; `unsigned` are the places of webhooks that have none. */
export interface MergedRecipients {
  recipients: Recipient[];
  secrets: { recipientId: string; secret: string }[];
  unsigned: number[];
  /** Places of those that are named twice. */
  repeated: number[];
}

/** Address or URL. */
export function targetOf(recipient: Recipient | RecipientInput): string {
  return recipient.kind === 'email' ? recipient.address : recipient.url;
}

/** A recipient is one that was there by its kind and its address or URL; a changed URL needs its secret again. */
export function mergeRecipients(
  before: readonly Recipient[],
  inputs: readonly RecipientInput[],
  newId: () => string,
): MergedRecipients {
  const merged: MergedRecipients = { recipients: [], secrets: [], unsigned: [], repeated: [] };
  const seen = new Set<string>();
  inputs.forEach((input, place) => {
    const known = before.find((one) => keyOf(one) === keyOf(input));
    if (seen.has(keyOf(input))) merged.repeated.push(place);
    seen.add(keyOf(input));
    const id = known?.id ?? newId();
    if (input.kind === 'email') {
      merged.recipients.push({ id, kind: 'email', address: input.address });
      return;
    }
    merged.recipients.push({ id, kind: 'webhook', url: input.url });
    if (input.secret !== undefined) merged.secrets.push({ recipientId: id, secret: input.secret });
    else if (known === undefined) merged.unsigned.push(place);
  });
  return merged;
}

/** Addresses are one in whatever case, URLs are not. */
function keyOf(recipient: Recipient | RecipientInput): string {
  return recipient.kind === 'email' ? `email ${recipient.address.toLowerCase()}` : `webhook ${recipient.url}`;
}
