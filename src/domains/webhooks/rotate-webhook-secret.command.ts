/** Gives a webhook a new secret while the one there was still signs for a while. */
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { newWebhookSecret } from '../../shared/webhook-signature';
import { recordWebhook } from './save-webhook.command';
import { webhookSecretContext } from './webhook-secrets.rules';
import { WebhookRepository } from './webhooks.repository';
import type { Webhook } from './webhooks.types';

const HOUR_MS = 3_600_000;

/**
 * The new secret, which nobody can find out afterwards. Messages carry both signatures for `overlapHours`; 0 ends the old
 * secret at once. One that was still running out from an earlier rotation ends now.
 * @throws DomainError not_found, stale_version
 */
export async function rotateWebhookSecret(
  uow: UnitOfWork,
  ring: KeyRing,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<{ webhook: Webhook; secret: string }> {
  const webhooks = new WebhookRepository(uow.trx, uow.organizationId);
  const before = await webhooks.getForUpdate(id);
  uow.checkMatch(before.version);
  const contextOf = (column: 'secret' | 'previous_secret') => webhookSecretContext(uow.organizationId, id, column);
  const replaced = ring.decrypt(before.secret, contextOf('secret'));
  const secret = newWebhookSecret();
  const overlaps = overlapHours > 0;
  const patch = {
    secret: ring.encrypt(secret, contextOf('secret')),
    previousSecret: overlaps ? ring.encrypt(replaced, contextOf('previous_secret')) : null,
    previousSecretUntil: overlaps ? new Date(uow.now.getTime() + overlapHours * HOUR_MS) : null,
  };
  const webhook = await webhooks.update(before, patch, []);
  recordWebhook(uow, 'webhook.secret_rotated', { before, after: webhook });
  return { webhook, secret };
}
