/** API tokens of an organisation by primary key and api_tokens_of_user. */
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Transaction } from '../../platform/database';
import type { ApiToken } from './api-tokens.types';

class ApiTokenModel extends RecordModel {
  static override tableName = 'api_tokens';
}

export class ApiTokenRepository extends RecordRepository<ApiToken> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ApiTokenModel, noun: 'api token' });
  }

  /** Notes a use, unless one was noted within the last minute. */
  async noteUse(tokenId: string): Promise<void> {
    await this.trx('api_tokens')
      .where({ organization_id: this.organizationId, id: tokenId })
      .whereRaw(`(last_used_at is null or last_used_at < now() - interval '1 minute')`)
      .update({ last_used_at: this.trx.fn.now() });
  }

  /** Marks every live token of the user deleted; answers their ids. */
  async revokeAllOf(userId: string, now: Date): Promise<string[]> {
    const rows = await this.trx('api_tokens')
      .where({ organization_id: this.organizationId, user_id: userId })
      .whereNull('deleted_at')
      .update({ deleted_at: now, updated_at: now, version: this.trx.raw('version + 1') })
      .returning<{ id: string }[]>('id');
    return rows.map(({ id }) => id);
  }
}
