/** Signatures of webhooks as Svix makes them (docs.svix.com/receiving/verifying-payloads/how-manual): HMAC-SHA256 of id, time and body. */
import { timingSafeEqual } from 'node:crypto';
import { signatureOf } from '../../shared/webhook-signature';

/** The headers of a delivery; null where one was not sent. */
export interface SignedDelivery {
  messageId: string | null;
  /** Seconds since the epoch. */
  timestamp: string | null;
  /** One or several `v1,base64`, separated by spaces. */
  signatures: string | null;
  body: string;
}

/** A delivery older or newer than this is a replay, or its clock is wrong. */
export const WEBHOOK_TOLERANCE_MS = 5 * 60_000;

/** True when one of the signatures is of this very delivery under `secret` (`whsec_` and base64), and it is of now. */
export function isGenuine(secret: string, delivery: SignedDelivery, now: Date): boolean {
  const { messageId, timestamp, signatures, body } = delivery;
  if (messageId === null || timestamp === null || signatures === null || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() - Number(timestamp) * 1_000) > WEBHOOK_TOLERANCE_MS) return false;
  const wanted = Buffer.from(signatureOf(secret, { messageId, timestamp, body }));
  return signatures.split(' ').some((given) => {
    const bytes = Buffer.from(given);
    return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
  });
}
