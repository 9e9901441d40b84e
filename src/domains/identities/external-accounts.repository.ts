/** Accounts of outside systems. Lists of one person use external_accounts_of_person; those of a connection external_accounts_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { profileOf } from './account-profile.rules';
import type { BeforeLink, ExternalAccount, MatchedAccount } from './external-accounts.types';

class ExternalAccountModel extends RecordModel {
  static override tableName = 'external_accounts';
  static override jsonAttributes = ['rawProfile', 'beforeLink'];
}

/** Accounts read at once for matching: what came of a row is let go before the next page. */
const MATCHED_AT_ONCE = 1_000;

interface MatchedRow {
  id: string;
  connection_id: string;
  external_user_id: string;
  state: MatchedAccount['state'];
  person_id: string | null;
  active_from: string | null;
  active_to: string | null;
  link_method: MatchedAccount['linkMethod'];
  raw_profile: Record<string, unknown>;
}

const MATCHED = `
  select id, connection_id, external_user_id, state, person_id, to_char(active_from, 'YYYY-MM-DD') as active_from,
         to_char(active_to, 'YYYY-MM-DD') as active_to, link_method, raw_profile
    from external_accounts where organization_id = :organization and deleted_at is null and id > :after`;
/** Those of a connection that are not ignored. */
const OF_CONNECTION = `${MATCHED} and connection_id = :connection and state <> 'ignored'
   order by id limit :limit for no key update`;
const LINKED_ELSEWHERE = `${MATCHED} and connection_id <> :connection and state = 'linked' order by id limit :limit`;
/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

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
    return this.#matched(OF_CONNECTION, connectionId);
  }

  /** Accounts that are tied to somebody, of every other connection, in id order. */
  async linkedElsewhere(connectionId: string): Promise<MatchedAccount[]> {
    return this.#matched(LINKED_ELSEWHERE, connectionId);
  }

  async #matched(statement: string, connection: string): Promise<MatchedAccount[]> {
    const accounts: MatchedAccount[] = [];
    for (let after = FIRST; ;) {
      const values = { organization: this.organizationId, connection, after, limit: MATCHED_AT_ONCE };
      const { rows } = await this.trx.raw<{ rows: MatchedRow[] }>(statement, values);
      for (const row of rows) accounts.push(matchedOf(row));
      const last = rows.at(-1);
      if (last === undefined || rows.length < MATCHED_AT_ONCE) return accounts;
      after = last.id;
    }
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

function matchedOf(row: MatchedRow): MatchedAccount {
  return {
    id: row.id,
    connectionId: row.connection_id,
    externalUserId: row.external_user_id,
    state: row.state,
    personId: row.person_id,
    activeFrom: row.active_from,
    activeTo: row.active_to,
    linkMethod: row.link_method,
    profile: profileOf({ rawProfile: row.raw_profile }),
  };
}
