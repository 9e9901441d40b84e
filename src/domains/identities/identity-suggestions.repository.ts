/** Suggestions of the engine: at most three people an account. identity_suggestions_by_score serves the queue. */
import type { Transaction } from '../../platform/database';
import type { StoredSuggestion } from './external-accounts.types';

const CHUNK = 500;
const COLUMNS = [
  'id',
  'external_account_id',
  'person_id',
  'rank',
  'score',
  'total_bits',
  'prior_bits',
  'margin_bits',
  'evidence',
  'vetoes',
  'decisive',
  'features',
  'model_version',
  'created_at',
] as const;

export class IdentitySuggestionRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** By account and rank. */
  async ofAccounts(accountIds: readonly string[]): Promise<StoredSuggestion[]> {
    return this.#all()
      .whereIn('external_account_id', [...accountIds])
      .orderBy(['external_account_id', 'rank'])
      .select<StoredSuggestion[]>(...COLUMNS);
  }

  /** Inserts rows as they are, ids and instants included. */
  async insert(rows: readonly StoredSuggestion[]): Promise<void> {
    for (let start = 0; start < rows.length; start += CHUNK) {
      const chunk = rows.slice(start, start + CHUNK).map((row) => ({
        ...row,
        organization_id: this.organizationId,
        evidence: JSON.stringify(row.evidence),
        features: JSON.stringify(row.features),
      }));
      await this.trx('identity_suggestions').insert(chunk);
    }
  }

  async deleteOfAccounts(accountIds: readonly string[]): Promise<void> {
    if (accountIds.length > 0)
      await this.#all()
        .whereIn('external_account_id', [...accountIds])
        .delete();
  }

  async deletePair(accountId: string, personId: string): Promise<void> {
    await this.#all().where({ external_account_id: accountId, person_id: personId }).delete();
  }

  #all() {
    return this.trx('identity_suggestions').where('organization_id', this.organizationId);
  }
}
