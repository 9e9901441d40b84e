/** API tokens of an organisation by primary key and api_tokens_of_user. */
import type { ApiTokenClaims } from '../../access/api-token';
import type { Role } from '../../access/role-grants';
import type { TokenScope } from '../../access/token-scopes';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Transaction } from '../../platform/database';
import type { ApiToken } from './api-tokens.types';

class ApiTokenModel extends RecordModel {
  static override tableName = 'api_tokens';
}

/** A token that is good now, with what its maker is in the organisation now. */
export interface TokenHolder {
  userId: string;
  role: Role;
  personId: string | null;
  scopes: TokenScope[];
}

export class ApiTokenRepository extends RecordRepository<ApiToken> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ApiTokenModel, noun: 'api token' });
  }

  /** Who holds the token: undefined when it is unknown, ended or revoked, or when its maker may not enter. One statement. */
  async findHolder({ tokenId, secretHash }: ApiTokenClaims): Promise<TokenHolder | undefined> {
    const row = await this.trx('api_tokens as t')
      .join('memberships as m', (join) =>
        join.on('m.organization_id', 't.organization_id').andOn('m.user_id', 't.user_id'),
      )
      .join('users as u', 'u.id', 't.user_id')
      .join('organizations as o', 'o.id', 't.organization_id')
      .where({ 't.organization_id': this.organizationId, 't.id': tokenId, 't.secret_hash': secretHash })
      .whereNull('t.deleted_at')
      .whereNull('m.deleted_at')
      .whereNull('m.deactivated_at')
      .whereNull('u.deleted_at')
      .whereNull('o.deleted_at')
      .whereRaw('(t.expires_at is null or t.expires_at > now())')
      .first<HolderRow | undefined>('t.user_id', 't.scopes', 'm.role', 'm.person_id');
    return row && { userId: row.user_id, role: row.role, personId: row.person_id, scopes: row.scopes };
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

interface HolderRow {
  user_id: string;
  scopes: TokenScope[];
  role: Role;
  person_id: string | null;
}
