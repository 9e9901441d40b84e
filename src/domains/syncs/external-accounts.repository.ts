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

  /** Makes or brings up to date, and writes nothing where nothing is new. */
  async save(facts: AccountFacts): Promise<void> {
    const row = {
      active: facts.active,
      active_from: facts.activeFrom,
      active_to: facts.activeTo,
      raw_profile: JSON.stringify(facts.rawProfile),
    };
    const differs = Object.keys(row).map((column) => `external_accounts.${column} is distinct from excluded.${column}`);
    await this.trx('external_accounts')
      .insert({
        organization_id: this.organizationId,
        id: newId(),
        connection_id: this.connection.id,
        provider: this.connection.provider,
        external_user_id: facts.externalUserId,
        ...row,
      })
      .onConflict(['organization_id', 'connection_id', 'external_user_id'])
      .merge({
        ...Object.fromEntries(Object.keys(row).map((column) => [column, this.trx.raw('excluded.??', [column])])),
        version: this.trx.raw('external_accounts.version + 1'),
        updated_at: this.trx.fn.now(),
      })
      .whereRaw(differs.join(' or '));
  }

  /** Accounts that are nobody's and that nobody has decided on: they may become people. */
  async undecided(externalIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.#rows()
      .where({ state: 'new' })
      .whereIn('external_user_id', [...externalIds])
      .whereNotExists((query) => {
        void query
          .from('identity_decisions')
          .whereRaw('identity_decisions.organization_id = external_accounts.organization_id')
          .whereRaw('identity_decisions.external_account_id = external_accounts.id')
          .select(this.trx.raw('1'));
      })
      .select<{ external_user_id: string }[]>('external_user_id');
    return new Set(rows.map((row) => row.external_user_id));
  }

  /** The account is from now on the person who was made out of it; the decision is remembered. */
  async linkCreated(
    account: SyncedAccount,
    { personId, runId, now }: { personId: string; runId: string; now: Date },
  ): Promise<void> {
    await this.#rows()
      .where({ id: account.id })
      .update({
        state: 'linked',
        person_id: personId,
        link_method: 'created',
        linked_at: now,
        before_link: JSON.stringify({ state: account.state }),
        version: this.trx.raw('version + 1'),
        updated_at: now,
      });
    await this.trx('identity_decisions').insert({
      organization_id: this.organizationId,
      id: newId(),
      external_account_id: account.id,
      person_id: personId,
      action: 'new',
      model_version: 'roster',
      run_id: runId,
    });
  }

  #rows() {
    return this.trx('external_accounts').where({
      organization_id: this.organizationId,
      connection_id: this.connection.id,
    });
  }
}
