/**
 * The mirror of what providers say. Upserts rely on provider_records_key, work lists on provider_records_pending, which the texts
 * of PENDING and OWNER must match.
 */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import type { RecordKind } from '../integrations/provider-records.types';
import { toMirrorRecord, type MirrorRow } from './mirror-record-rows.rules';
import type { MirrorRecord } from './mirror-records.types';
import type { Listing, PulledRecords, StoredFacts } from './pulled-records.types';

/** Read but not applied as it is now, or applied and gone at the provider. */
const PENDING = `((vanished_at is null and applied_hash is distinct from content_hash)
  or (vanished_at is not null and applied_hash is not null))`;

/** The account a record belongs to. Not within coalesce(), which row-level security keeps from every index. */
const OWNER = 'owner_external_id collate "C"';

const MARK_APPLIED = `
  update provider_records r set entity_type = a.type, entity_id = a.id,
      applied_hash = case when a.vanished then null else decode(a.hash, 'hex') end
    from jsonb_to_recordset(:applied::jsonb) as a (record uuid, hash text, vanished boolean, type text, id uuid)
   where r.organization_id = :organization and r.id = a.record`;

/** A record, and what it is here now; null = nothing. */
export interface AppliedRecord {
  record: MirrorRecord;
  entity: { type: string; id: string } | null;
}

/** Records of these kinds that a run has to apply. */
export interface PendingRequest {
  /** The run that read them; null = whichever did. */
  readBy: string | null;
  kinds: readonly RecordKind[];
}

export class ProviderRecordRepository implements PulledRecords {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
    private readonly connectionId: string,
  ) {}

  async store(runId: string, records: readonly StoredFacts[], now: Date): Promise<number> {
    const [first] = records;
    if (first === undefined) return 0;
    const met = await this.#rows()
      .where({ kind: first.kind, seen_run_id: runId })
      .whereIn(
        'external_id',
        records.map((record) => record.externalId),
      )
      .select<{ external_id: string }[]>('external_id');
    const rows = records.map((record) => this.#rowOf(record, { runId, now }));
    const changed = 'provider_records.content_hash is distinct from excluded.content_hash';
    await this.trx('provider_records')
      .insert(rows)
      .onConflict(['organization_id', 'connection_id', 'kind', 'external_id'])
      .merge({
        owner_external_id: this.trx.raw('excluded.owner_external_id'),
        starts_on: this.trx.raw('excluded.starts_on'),
        ends_on: this.trx.raw('excluded.ends_on'),
        fields: this.trx.raw('excluded.fields'),
        content_hash: this.trx.raw('excluded.content_hash'),
        changed_at: this.trx.raw(`case when ${changed} then excluded.seen_at else provider_records.changed_at end`),
        seen_at: this.trx.raw('excluded.seen_at'),
        seen_run_id: this.trx.raw('excluded.seen_run_id'),
        vanished_at: null,
      });
    return rows.length - met.length;
  }

  async meet(runId: string, kind: RecordKind, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return;
    await this.#rows()
      .where({ kind })
      .whereIn('external_id', [...externalIds])
      .update({ seen_run_id: runId });
  }

  async countMissing(listing: Listing): Promise<number> {
    const [row] = await this.#missing(listing).select<{ missing: number }[]>(this.trx.raw('count(*)::int as missing'));
    return row?.missing ?? 0;
  }

  async markVanished(listing: Listing, now: Date): Promise<void> {
    await this.#missing(listing).update({ vanished_at: now });
  }

  async ownersOfContracts(contracts: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.#rows()
      .where({ kind: 'contract' })
      .whereIn('external_id', [...contracts])
      .whereNotNull('owner_external_id')
      .select<{ external_id: string; owner_external_id: string }[]>('external_id', 'owner_external_id');
    return new Map(rows.map((row) => [row.external_id, row.owner_external_id]));
  }

  async externalIds(kind: RecordKind): Promise<string[]> {
    const rows = await this.#rows()
      .where({ kind })
      .whereNull('vanished_at')
      .orderBy('external_id')
      .select<{ external_id: string }[]>('external_id');
    return rows.map((row) => row.external_id);
  }

  /** Of how many records the plan has not what was read of them; `gone` = those among them that vanished at the provider. */
  async countPending({ readBy, kinds }: PendingRequest): Promise<{ all: number; gone: number }> {
    const counted = this.trx.raw('count(*)::int as "all", count(vanished_at)::int as gone');
    const [row] = await this.#pending(readBy, kinds).select<{ all: number; gone: number }[]>(counted);
    return row ?? { all: 0, gone: 0 };
  }

  /** True when the plan has not what was read of one of these accounts. Index provider_records_pending. */
  async hasPending(owners: readonly string[]): Promise<boolean> {
    const pending = this.#rows()
      .whereRaw(PENDING)
      .whereRaw(`${OWNER} = any (?)`, [[...owners]]);
    return (await pending.first<{ id: string } | undefined>('id')) !== undefined;
  }

  /** The next accounts with something pending, after `after`, in order. */
  async pendingOwners(request: PendingRequest & { after: string }, limit: number): Promise<string[]> {
    const rows = await this.#pending(request.readBy, request.kinds)
      .whereRaw(`${OWNER} > ?`, [request.after])
      .distinct<{ owner: string }[]>(this.trx.raw(`${OWNER} as owner`))
      .orderBy('owner')
      .limit(limit);
    return rows.map((row) => row.owner);
  }

  /** What is pending of these accounts ([] = of none), in the order of `kinds`, then of external ids. */
  async pendingOf({ readBy, kinds, owners }: PendingRequest & { owners: readonly string[] }): Promise<MirrorRecord[]> {
    const query = this.#pending(readBy, kinds);
    if (owners.length === 0) void query.whereNull('owner_external_id');
    else void query.whereRaw(`${OWNER} = any (?)`, [[...owners]]);
    const rows = await query.orderBy('external_id').select<MirrorRow[]>('*');
    return rows.map(toMirrorRecord).sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  }

  /** All contracts of the accounts of these contracts, and the accounts' own records. */
  async aroundContracts(
    contracts: readonly MirrorRecord[],
  ): Promise<{ siblings: MirrorRecord[]; accounts: Map<string, MirrorRecord> }> {
    if (contracts.length === 0) return { siblings: [], accounts: new Map() };
    const owners = [...new Set(contracts.map(({ ownerExternalId }) => ownerExternalId ?? ''))];
    const rows = await this.#rows()
      .where({ kind: 'contract' })
      .whereNull('vanished_at')
      .whereIn('owner_external_id', owners)
      .select<MirrorRow[]>('*');
    return { siblings: rows.map(toMirrorRecord), accounts: await this.byExternalIds('collaborator', owners) };
  }

  /** Records of one kind by external id, vanished ones too. */
  async byExternalIds(kind: RecordKind, externalIds: readonly string[]): Promise<Map<string, MirrorRecord>> {
    const rows = await this.#rows()
      .where({ kind })
      .whereIn('external_id', [...externalIds])
      .select<MirrorRow[]>('*');
    return new Map(rows.map((row) => [row.external_id, toMirrorRecord(row)]));
  }

  /** Those of the entities that a record of any connection has become. Index provider_records_of_entity. */
  async entitiesAmong(type: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.trx('provider_records')
      .where({ organization_id: this.organizationId, entity_type: type })
      .whereIn('entity_id', [...ids])
      .select<{ entity_id: string }[]>('entity_id');
    return new Set(rows.map((row) => row.entity_id));
  }

  /** The plan has now what each record says, as that entity. */
  async markApplied(applied: readonly AppliedRecord[]): Promise<void> {
    if (applied.length === 0) return;
    const rows = applied.map(({ record, entity }) => ({
      record: record.id,
      hash: record.contentHash.toString('hex'),
      vanished: record.vanishedAt !== null,
      type: entity?.type ?? null,
      id: entity?.id ?? null,
    }));
    await this.trx.raw(MARK_APPLIED, { organization: this.organizationId, applied: JSON.stringify(rows) });
  }

  /** The plan has nothing of the account's records any more: they are as if they had been read and never applied. */
  async forgetApplied(account: string): Promise<void> {
    await this.#rows()
      .where({ owner_external_id: account })
      .update({ applied_hash: null, entity_type: null, entity_id: null });
  }

  #rowOf(record: StoredFacts, { runId, now }: { runId: string; now: Date }): object {
    return {
      organization_id: this.organizationId,
      id: newId(),
      connection_id: this.connectionId,
      kind: record.kind,
      external_id: record.externalId,
      owner_external_id: record.ownerExternalId,
      starts_on: record.startsOn,
      ends_on: record.endsOn,
      fields: JSON.stringify(record.fields),
      content_hash: record.contentHash,
      seen_at: now,
      seen_run_id: runId,
    };
  }

  /** Also what an earlier run met and could not apply is met again by this one, unless it lies outside its window. */
  #pending(readBy: string | null, kinds: readonly RecordKind[]): Knex.QueryBuilder {
    const pending = this.#rows()
      .whereIn('kind', [...kinds])
      .whereRaw(PENDING);
    if (readBy === null) return pending;
    return pending.where((query) => {
      void query.where({ seen_run_id: readBy }).orWhereNotNull('vanished_at');
    });
  }

  #missing({ runId, kind, window }: Listing): Knex.QueryBuilder {
    const query = this.#rows().where({ kind }).whereNull('vanished_at').whereNot('seen_run_id', runId);
    return window === undefined ? query : query.where('starts_on', '<=', window.to).where('ends_on', '>=', window.from);
  }

  #rows(): Knex.QueryBuilder {
    return this.trx('provider_records').where({
      organization_id: this.organizationId,
      connection_id: this.connectionId,
    });
  }
}
