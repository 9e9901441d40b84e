/** What a stored secret of a webhook belongs to, and which secrets sign: pure but for the key ring that is given. */

/** The secrets of a webhook, by the column each is in. */
export type WebhookSecret = 'secret' | 'previous_secret';

/** The authenticated context of a ciphertext. @example `{organization}/{webhook}/webhook/secret` */
export function webhookSecretContext(organizationId: string, webhookId: string, secret: WebhookSecret): string {
  return `${organizationId}/${webhookId}/webhook/${secret}`;
}

/** The columns of ciphertexts, with the same context as SQL. */
export const webhookSecretColumns = (['secret', 'previous_secret'] as const).map((column) => ({
  table: 'webhooks',
  column,
  context: `organization_id || '/' || id || '/webhook/${column}'`,
}));

/** What the key ring can do, as far as it is needed. */
export interface Opener {
  decrypt(ciphertext: Buffer, context: string): string;
}

/** A webhook as far as its signatures depend on it. */
export interface Sealed {
  organizationId: string;
  id: string;
  secret: Buffer;
  previousSecret: Buffer | null;
  previousSecretUntil: Date | null;
}

/** The secrets that sign at `now`, the newest first: the one before only until its time is over. */
export function signingSecrets(ring: Opener, webhook: Sealed, now: Date): string[] {
  const { organizationId, id, secret, previousSecret, previousSecretUntil } = webhook;
  const newest = ring.decrypt(secret, webhookSecretContext(organizationId, id, 'secret'));
  if (previousSecret === null || previousSecretUntil === null || previousSecretUntil <= now) return [newest];
  return [newest, ring.decrypt(previousSecret, webhookSecretContext(organizationId, id, 'previous_secret'))];
}
