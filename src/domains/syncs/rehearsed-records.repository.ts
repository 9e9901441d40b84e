/**
 * What a dry run read. It is kept beside the mirror while the run goes on, put into it within the transaction that is taken back,
 * and gone when the run has ended. By (organization_id, run_id, kind, external_id).
 */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import type { RecordKind } from '../integrations/provider-records.types';
import type { Listing, PulledRecords, StoredFacts } from './pulled-records.types';

const KEY = ['organization_id', 'run_id', 'kind', 'external_id'];
const FACTS = ['finding', 'owner_external_id', 'starts_on', 'ends_on', 'fields', 'content_hash'];

export class RehearsedRecordRepository implements PulledRecords {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
    private readonly run: { id: string; connectionId: string },
  ) {}

  async store(runId: string, records: readonly StoredFacts[]): Promise<number> {
    const [first] = records;
    if (first === undefined) return 0;
    const externalIds = records.map((record) => record.externalId);
    const met = await this.#read()
      .where({ kind: first.kind })
      .whereIn('external_id', externalIds)
      .select<unknown[]>('id');
    const rows = records.map((record) => ({
      ...this.#key(record.kind, record.externalId),
      finding: 'read',
      owner_external_id: record.ownerExternalId,
      starts_on: record.startsOn,
      ends_on: record.endsOn,
      fields: JSON.stringify(record.fields),
      content_hash: record.contentHash,
    }));
    await this.trx('sync_rehearsal_records').insert(rows).onConflict(KEY).merge(FACTS);
    return records.length - met.length;
  }

  async meet(runId: string, kind: RecordKind, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return;
    const rows = [...new Set(externalIds)].map((externalId) => ({ ...this.#key(kind, externalId), finding: 'met' }));
    await this.trx('sync_rehearsal_records').insert(rows).onConflict(KEY).ignore();
  }

  async countMissing(listing: Listing): Promise<number> {
    const [row] = await this.#missing(listing).select<{ missing: number }[]>(this.trx.raw('count(*)::int as missing'));
    return row?.missing ?? 0;
  }

  async markVanished(listing: Listing): Promise<void> {
    const gone = await this.#missing(listing).select<{ external_id: string }[]>('p.external_id');
    if (gone.length === 0) return;
    const rows = gone.map((row) => ({ ...this.#key(listing.kind, row.external_id), finding: 'vanished' }));
    await this.trx.batchInsert('sync_rehearsal_records', rows, 500);
  }

  /** What this run read comes before what the mirror has. */
  async ownersOfContracts(contracts: readonly string[]): Promise<Map<string, string>> {
    const owners = new Map<string, string>();
    for (const query of [this.#mirror(), this.#read()]) {
      const rows = await query
        .where({ kind: 'contract' })
        .whereIn('external_id', [...contracts])
        .whereNotNull('owner_external_id')
        .select<{ external_id: string; owner_external_id: string }[]>('external_id', 'owner_external_id');
      for (const row of rows) owners.set(row.external_id, row.owner_external_id);
    }
    return owners;
  }

  async externalIds(kind: RecordKind): Promise<string[]> {
    const known = await this.#mirror().where({ kind }).whereNull('vanished_at').select<Row[]>('external_id');
    const found = await this.#own().where({ kind }).select<Row[]>('external_id', 'finding');
    const ids = new Set(known.map((row) => row.external_id));
    for (const row of found) {
      if (row.finding === 'vanished') ids.delete(row.external_id);
      if (row.finding === 'read') ids.add(row.external_id);
    }
    return [...ids].sort((one, other) => (one < other ? -1 : 1));
  }

  /** How many known records were found to have vanished. */
  async countVanished(): Promise<number> {
    const vanished = this.#own().where({ finding: 'vanished' });
    const [row] = await vanished.select<{ gone: number }[]>(this.trx.raw('count(*)::int as gone'));
    return row?.gone ?? 0;
  }

  /** Puts all of it into the mirror, as the real run would have done. Only within a transaction that is taken back. */
  async land(now: Date): Promise<void> {
    const bindings = { organization: this.organizationId, run: this.run.id, now };
    await this.trx.raw(LAND_READ, bindings);
    await this.trx.raw(`update provider_records p set seen_run_id = :run ${MATCHING} and s.finding = 'met'`, bindings);
    await this.trx.raw(
      `update provider_records p set vanished_at = :now ${MATCHING} and s.finding = 'vanished'`,
      bindings,
    );
  }

  #key(kind: RecordKind, externalId: string): object {
    return {
      organization_id: this.organizationId,
      id: newId(),
      run_id: this.run.id,
      connection_id: this.run.connectionId,
      kind,
      external_id: externalId,
    };
  }

  #missing({ kind, window }: Listing): Knex.QueryBuilder {
    const query = this.trx('provider_records as p')
      .where({ 'p.organization_id': this.organizationId, 'p.connection_id': this.run.connectionId, 'p.kind': kind })
      .whereNull('p.vanished_at')
      .whereNotExists((found) => {
        void found
          .from('sync_rehearsal_records as s')
          .where({ 's.organization_id': this.organizationId, 's.run_id': this.run.id })
          .whereRaw('s.kind = p.kind and s.external_id = p.external_id')
          .select(this.trx.raw('1'));
      });
    return window === undefined
      ? query
      : query.where('p.starts_on', '<=', window.to).where('p.ends_on', '>=', window.from);
  }

  #own(): Knex.QueryBuilder {
    return this.trx('sync_rehearsal_records').where({ organization_id: this.organizationId, run_id: this.run.id });
  }

  #read(): Knex.QueryBuilder {
    return this.#own().where({ finding: 'read' });
  }

  #mirror(): Knex.QueryBuilder {
    return this.trx('provider_records').where({
      organization_id: this.organizationId,
      connection_id: this.run.connectionId,
    });
  }
}

interface Row {
  external_id: string;
  finding?: string;
}

const LAND_READ = `
  insert into provider_records (organization_id, id, connection_id, kind, external_id, owner_external_id, starts_on, ends_on,
    fields, content_hash, seen_at, seen_run_id)
  select organization_id, id, connection_id, kind, external_id, owner_external_id, starts_on, ends_on,
    fields, content_hash, :now, run_id
    from sync_rehearsal_records where organization_id = :organization and run_id = :run and finding = 'read'
  on conflict (organization_id, connection_id, kind, external_id) do update set
    owner_external_id = excluded.owner_external_id, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
    fields = excluded.fields, content_hash = excluded.content_hash, seen_at = excluded.seen_at,
    seen_run_id = excluded.seen_run_id, vanished_at = null`;

const MATCHING = `from sync_rehearsal_records s where s.organization_id = :organization and s.run_id = :run
  and p.organization_id = s.organization_id and p.connection_id = s.connection_id and p.kind = s.kind
  and p.external_id = s.external_id`;
