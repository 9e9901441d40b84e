/** Webhooks of an organisation, by primary key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Webhook, WebhookHealth } from './webhooks.types';

class WebhookModel extends RecordModel {
  static override tableName = 'webhooks';
}

export class WebhookRepository extends RecordRepository<Webhook> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: WebhookModel, noun: 'webhook' });
  }

  /** Live webhooks of the organisation. */
  async count(): Promise<number> {
    return this.live().resultSize();
  }

  /** The live webhook, locked for the rest of the transaction; undefined when there is none. */
  async lock(id: string): Promise<Webhook | undefined> {
    return (await this.live().findOne({ id }).forNoKeyUpdate()) as unknown as Webhook | undefined;
  }

  /** Keeps how the receiver has been. It is no edit: the version stays. */
  async noteHealth(id: string, health: WebhookHealth): Promise<void> {
    await this.trx('webhooks').where({ organization_id: this.organizationId, id }).update({
      consecutive_failures: health.consecutiveFailures,
      failing_since: health.failingSince,
      quiet_until: health.quietUntil,
      last_delivered_at: health.lastDeliveredAt,
    });
  }
}
