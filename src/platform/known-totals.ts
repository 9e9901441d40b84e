/**
 * How many rows a list has, as long as nothing it is counted from changes: a page of a large organisation must not wait for
 * the count of all of it. A total is kept under the version of the organisation's data (migration 0015), which is read in the
 * very statement that brings the page, so a total is never older than its page. It grows by one with each commit; a transaction
 * that has itself written something neither uses totals nor leaves any, since its version is not yet anybody else's.
 */
import type { Knex } from 'knex';
import type { Transaction } from './database';
import { readsOnlyVersioned } from './versioned-tables';

interface Total {
  dataVersion: number;
  total: number;
}

/** What a row of the page says beside its record. */
export interface CountedRow {
  data_version?: number | null;
  record_count?: number | null;
}

const MOST_TOTALS = 5_000;
/** Of this process, by database and then by counting statement; the one learnt first is forgotten first. */
const totals = new WeakMap<object, Map<string, Total>>();

export class KnownTotal {
  readonly #key: string;
  readonly #totals: Map<string, Total>;
  readonly #known: Total | undefined;
  readonly #isVersioned: boolean;

  /** `counting` is the statement that counts the whole list, bound to its organisation. */
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
    private readonly counting: Knex.Sql,
  ) {
    const database = (trx.client as { config: object }).config;
    this.#totals = totals.get(database) ?? new Map<string, Total>();
    totals.set(database, this.#totals);
    this.#key = JSON.stringify([counting.sql, counting.bindings]);
    this.#known = this.#totals.get(this.#key);
    this.#isVersioned = readsOnlyVersioned(counting.sql);
  }

  /** To be joined to the page's statement; null = this total may not be kept. */
  get version(): Knex.Raw {
    if (!this.#isVersioned) return this.trx.raw('cross join (select null::bigint as data_version) as data');
    return this.trx.raw(
      `cross join (select case when pg_current_xact_id_if_assigned() is null then (
         select coalesce(sum(raised), 0)::bigint from data_versions where organization_id = ?) end as data_version) as data`,
      [this.organizationId],
    );
  }

  /** To be selected with the page; PostgreSQL counts only where the total is not known. */
  get count(): Knex.Raw {
    const { sql, bindings } = this.counting;
    return this.trx.raw(`case when data_version = ? then null else (${sql}) end as record_count`, [
      this.#known?.dataVersion ?? -1,
      ...(bindings as Knex.RawBinding[]),
    ]);
  }

  /** The total by any row of the page. */
  of({ data_version: dataVersion, record_count: counted }: CountedRow): number {
    const total = counted ?? this.#known?.total ?? 0;
    if (counted === null || dataVersion === null || dataVersion === undefined) return total;
    this.#totals.set(this.#key, { dataVersion, total });
    const [oldest] = this.#totals.keys();
    if (this.#totals.size > MOST_TOTALS && oldest !== undefined) this.#totals.delete(oldest);
    return total;
  }
}
