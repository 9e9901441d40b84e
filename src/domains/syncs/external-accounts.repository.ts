/** External accounts as syncs keep them. By account external_accounts_key. */
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import type { AccountFacts } from './external-account-rows.rules';

/** An account as far as a sync needs it. */
export interface SyncedAccount {
  id: string;
  externalUserId: string;
  state: 'linked' | 'suggested' | 'new' | 'ignored';
  personId: string | null;
  linkMethod: 'automatic' | 'manual' | 'created' | null;
}

interface AccountRow {
  id: string;
  external_user_id: string;
  state: SyncedAccount['state'];
  person_id: string | null;
  link_method: SyncedAccount['linkMethod'];
}

const FACTS = ['active', 'active_from', 'active_to', 'raw_profile'] as const;

export class SyncedAccountRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
    private readonly connection: { id: string; provider: string },
  ) {}

  /** The accounts of these external ids, by external id. */
  async byExternalIds(externalIds: readonly string[]): Promise<Map<string, SyncedAccount>> {
    const rows = await this.#rows()
      .whereIn('external_user_id', [...externalIds])
      .select<AccountRow[]>('*');
    return new Map(
      rows.map((row) => [
        row.external_user_id,
        {
          id: row.id,
          externalUserId: row.external_user_id,
          state: row.state,
          personId: row.person_id,
          linkMethod: row.link_method,
        },
      ]),
    );
  }

  /** Makes each or brings it up to date, and writes nothing where nothing is new. Different accounts, some hundred at most. */
  async save(accounts: readonly AccountFacts[]): Promise<void> {
    const differs = FACTS.map((column) => `external_accounts.${column} is distinct from excluded.${column}`);
    await this.trx('external_accounts')
      .insert(accounts.map((facts) => this.#rowOf(facts)))
      .onConflict(['organization_id', 'connection_id', 'external_user_id'])
      .merge({
        ...Object.fromEntries(FACTS.map((column) => [column, this.trx.raw('excluded.??', [column])])),
        version: this.trx.raw('external_accounts.version + 1'),
        updated_at: this.trx.fn.now(),
      })
      .whereRaw(differs.join(' or '));
  }

  #rowOf(facts: AccountFacts): Record<(typeof FACTS)[number], unknown> {
    const row = {
      organization_id: this.organizationId,
      id: newId(),
      connection_id: this.connection.id,
      provider: this.connection.provider,
      external_user_id: facts.externalUserId,
      active: facts.active,
      active_from: facts.activeFrom,
      active_to: facts.activeTo,
      raw_profile: JSON.stringify(facts.rawProfile),
    };
    return row;
  }

  #rows() {
    return this.trx('external_accounts').where({
      organization_id: this.organizationId,
      connection_id: this.connection.id,
    });
  }
}
