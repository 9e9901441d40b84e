/** A provider says that something changed: read it again. */
import { systemActor } from '../../access/actor';
import type { InTransaction } from '../../platform/database';
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { withinOrganization } from '../../platform/within-organization';
import { DomainError, invalidField } from '../../shared/domain-error';
import { secretContext } from '../integrations/connection-secrets.rules';
import { isGenuine, type SignedDelivery } from '../integrations/svix-signature.rules';
import { requestSync } from './request-sync.command';

/** Receipts are kept longer than a delivery can be replayed or sent again by the provider. */
const RECEIPTS_DAYS = 7;

interface ConnectionRow {
  organization_id: string;
  webhook_secret: Buffer | null;
}

/**
 * Asks for a full sync, once for each message however often it is delivered. What the message says is not used: the sync reads
 * it from the provider. An unknown connection, one without a signing secret, a wrong signature and an old one are answered alike.
 * @throws DomainError validation_failed for a delivery without its headers; unauthenticated; conflict when the connection has no credentials
 */
export async function receiveWebhook(
  inTransaction: InTransaction,
  keyRing: KeyRing,
  delivery: { connectionId: string; signed: SignedDelivery; now: Date; requestId: string },
): Promise<void> {
  const { connectionId, signed, now, requestId } = delivery;
  if (signed.messageId === null || signed.timestamp === null || signed.signatures === null) {
    throw invalidField('/header/svix-signature', 'required', 'svix-id, svix-timestamp and svix-signature are needed');
  }
  await inTransaction(async (trx) => {
    const row = await trx('connections')
      .where({ id: connectionId })
      .whereNull('deleted_at')
      .first<ConnectionRow | undefined>('organization_id', 'webhook_secret');
    const organizationId = row?.organization_id ?? '';
    const sealed = row?.webhook_secret ?? null;
    const secret =
      sealed === null ? null : keyRing.decrypt(sealed, secretContext(organizationId, connectionId, 'webhook_secret'));
    if (secret === null || !isGenuine(secret, signed, now)) {
      throw new DomainError('unauthenticated', 'The signature is not that of this delivery.');
    }
    const request = {
      organizationId,
      resolveActor: () => Promise.resolve(systemActor(organizationId)),
      now,
      requestId,
      correlation: { correlationId: requestId },
    };
    await withinOrganization(trx, { actor: systemActor(organizationId), request }, async (uow) => {
      if (!(await isNew(uow, connectionId, signed.messageId ?? ''))) return;
      await requestSync(uow, { connectionId, kind: 'full', dryRun: false, trigger: 'webhook' });
    });
  });
}

async function isNew(uow: UnitOfWork, connectionId: string, messageId: string): Promise<boolean> {
  const receipts = uow.trx('webhook_receipts');
  await receipts
    .clone()
    .where({ organization_id: uow.organizationId, connection_id: connectionId })
    .where('received_at', '<', new Date(uow.now.getTime() - RECEIPTS_DAYS * 86_400_000))
    .delete();
  const stored = await receipts
    .clone()
    .insert({
      organization_id: uow.organizationId,
      connection_id: connectionId,
      message_id: messageId,
      received_at: uow.now,
    })
    .onConflict(['organization_id', 'connection_id', 'message_id'])
    .ignore()
    .returning('message_id');
  return stored.length > 0;
}
