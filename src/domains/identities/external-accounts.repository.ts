/** Accounts of outside systems. Lists of one person use external_accounts_of_person; those of a connection external_accounts_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { BeforeLink, ExternalAccount, MatchedAccount } from './external-accounts.types';

class ExternalAccountModel extends RecordModel {
  static override tableName = 'external_accounts';
  static override jsonAttributes = ['rawProfile', 'beforeLink'];
}

/** All but `before_link`. */
const MATCHED_COLUMNS =
  `id connection_id provider external_user_id state person_id active active_from active_to raw_profile
  link_method linked_by linked_at link_reason version created_at updated_at deleted_at edited_fields`.split(/\s+/);

/** A link to be written to an account of that version. */
export interface StoredLink {
  id: string;
  version: number;
  personId: string;
  method: 'automatic' | 'manual' | 'created';
  reason: string | null;
  beforeLink: BeforeLink;
}

const LINK = `
  update external_accounts a set state = 'linked', person_id = l."personId", link_method = l.method, link_reason = l.reason,
      before_link = l."beforeLink", linked_by = :linkedBy, linked_at = :linkedAt, version = a.version + 1, updated_at = now()
    from jsonb_to_recordset(:links::jsonb)
      as l (id uuid, version integer, "personId" uuid, method text, reason text, "beforeLink" jsonb)
   where a.organization_id = :organization and a.id = l.id and a.version = l.version and a.deleted_at is null
  returning a.id`;

export class ExternalAccountRepository extends RecordRepository<ExternalAccount> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ExternalAccountModel, noun: 'external account' });
  }

  /** All accounts of a connection that are not ignored, locked, in id order. */
  async lockOfConnection(connectionId: string): Promise<MatchedAccount[]> {
    const rows = await this.live()
      .select(MATCHED_COLUMNS)
      .where('connection_id', connectionId)
      .whereNot('state', 'ignored')
      .orderBy('id')
      .forNoKeyUpdate();
    return rows as unknown as MatchedAccount[];
  }

  /** Those among `ids`, by id, locked in id order until the transaction ends. */
  async lockMany(ids: readonly string[]): Promise<Map<string, ExternalAccount>> {
    const rows = await this.live()
      .whereIn('id', [...new Set(ids)])
      .orderBy('id')
      .forNoKeyUpdate();
    return new Map((rows as unknown as ExternalAccount[]).map((account) => [account.id, account]));
  }

  /** Accounts that are tied to one of these people. */
  async linkedTo(personIds: readonly string[]): Promise<ExternalAccount[]> {
    const rows = await this.live()
      .where('state', 'linked')
      .whereIn('person_id', [...new Set(personIds)]);
    return rows as unknown as ExternalAccount[];
  }

  /** Those among `ids` that are new and about which nobody has decided anything. */
  async undecided(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.trx('external_accounts as a')
      .where({ 'a.organization_id': this.organizationId, 'a.state': 'new' })
      .whereIn('a.id', [...ids])
      .whereNotExists((decided) => {
        void decided
          .from('identity_decisions as d')
          .whereRaw('d.organization_id = a.organization_id and d.external_account_id = a.id')
          .select(this.trx.raw('1'));
      })
      .select<{ id: string }[]>('a.id');
    return new Set(rows.map(({ id }) => id));
  }

  /** Writes the links in one statement; the accounts by id, without those that were changed meanwhile. */
  async link(
    links: readonly StoredLink[],
    { linkedBy, linkedAt }: { linkedBy: string | null; linkedAt: Date },
  ): Promise<Map<string, ExternalAccount>> {
    const { rows } = await this.trx.raw<{ rows: { id: string }[] }>(LINK, {
      organization: this.organizationId,
      links: JSON.stringify(links),
      linkedBy,
      linkedAt,
    });
    const accounts = await this.findMany(rows.map(({ id }) => id));
    return new Map(accounts.map((account) => [account.id, account]));
  }

  /** Accounts of any provider that are tied to somebody. */
  async listLinked(): Promise<MatchedAccount[]> {
    const rows = await this.live().select(MATCHED_COLUMNS).where('state', 'linked').orderBy('id');
    return rows as unknown as MatchedAccount[];
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
