/**
 * Signatures of webhooks by the Standard Webhooks specification (github.com/standard-webhooks/standard-webhooks): HMAC-SHA256
 * over `{id}.{seconds}.{body}`, in base64 after `v1,`. Svix signs the same way.
 */
import { createHmac, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const SECRET_FORM = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What a signature covers. */
export interface SignedContent {
  messageId: string;
  /** Seconds since the epoch. */
  timestamp: string;
  body: string;
}

/** A secret nobody has seen: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** True for `whsec_` and base64 of 24 to 64 bytes, the lengths the specification allows. */
export function isWebhookSecret(value: string): boolean {
  if (!SECRET_FORM.test(value)) return false;
  const { length } = keyOf(value);
  return length >= 24 && length <= 64;
}

/** The signature of a message as the header has it: `v1,` and base64. */
export function signatureOf(secret: string, { messageId, timestamp, body }: SignedContent): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`;
}

/** The three headers of a message; one signature for each secret, so that a receiver with either of two accepts it. */
export function signatureHeaders(secrets: readonly string[], content: SignedContent): Record<string, string> {
  return {
    'webhook-id': content.messageId,
    'webhook-timestamp': content.timestamp,
    'webhook-signature': secrets.map((secret) => signatureOf(secret, content)).join(' '),
  };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}
