/** Accounts of outside systems. Lists of one person use external_accounts_of_person; those of a connection external_accounts_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { ExternalAccount } from './external-accounts.types';

class ExternalAccountModel extends RecordModel {
  static override tableName = 'external_accounts';
  static override jsonAttributes = ['rawProfile', 'beforeLink'];
}

export class ExternalAccountRepository extends RecordRepository<ExternalAccount> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ExternalAccountModel, noun: 'external account' });
  }

  /** All accounts of a connection that are not ignored, locked, in id order. */
  async lockOfConnection(connectionId: string): Promise<ExternalAccount[]> {
    const rows = await this.live()
      .where('connection_id', connectionId)
      .whereNot('state', 'ignored')
      .orderBy('id')
      .forNoKeyUpdate();
    return rows as unknown as ExternalAccount[];
  }

  /** Accounts of any provider that are tied to somebody. */
  async listLinked(): Promise<ExternalAccount[]> {
    const rows = await this.live().where('state', 'linked').orderBy('id');
    return rows as unknown as ExternalAccount[];
  }

  /** How many accounts are tied to the person. */
  async countOfPerson(personId: string): Promise<number> {
    return this.live().where('person_id', personId).resultSize();
  }

  /** Gives the accounts another state than linked, in one statement. */
  async setState(ids: readonly string[], state: 'suggested' | 'new'): Promise<void> {
    if (ids.length === 0) return;
    await this.live()
      .patch({ state, version: this.trx.raw('version + 1'), updatedAt: new Date() } as object)
      .whereIn('id', [...ids]);
  }
}
