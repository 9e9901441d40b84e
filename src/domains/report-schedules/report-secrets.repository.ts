/** Secrets that sign what webhooks are sent, by the id of the recipient; those of a schedule by report_secrets_of_schedule. */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';

export class ReportSecretRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Keeps a ciphertext in place of the one there was. */
  async put(recipientId: string, scheduleId: string, secret: Buffer): Promise<void> {
    await this.trx('report_secrets')
      .insert({ organization_id: this.organizationId, id: recipientId, schedule_id: scheduleId, secret })
      .onConflict(['organization_id', 'id'])
      .merge(['secret']);
  }

  async find(recipientId: string): Promise<Buffer | undefined> {
    const row = await this.#rows().where('id', recipientId).first<{ secret: Buffer } | undefined>('secret');
    return row?.secret;
  }

  /** Forgets those of the schedule that belong to none of `recipientIds`. */
  async keepOnly(scheduleId: string, recipientIds: readonly string[]): Promise<void> {
    await this.#rows()
      .where('schedule_id', scheduleId)
      .whereNotIn('id', [...recipientIds])
      .delete();
  }

  #rows(): Knex.QueryBuilder {
    return this.trx('report_secrets').where('organization_id', this.organizationId);
  }
}
