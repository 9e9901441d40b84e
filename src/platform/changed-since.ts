/**
 * Which records a list with `modified_since` brings. A record counts by when its change was committed: one that was written
 * before an instant and committed after it was not there for whoever asked at that instant, and would be missed for ever by
 * `updated_at` alone. PostgreSQL tells the time of a commit where it runs with `track_commit_timestamp`; elsewhere what was
 * written in the minute before the instant comes along, so that a client may get a record twice and never misses one.
 */
import type { QueryBuilder } from 'objection';
import type { Transaction } from './database';
import type { RecordModel } from './record-model';

type Query = QueryBuilder<RecordModel, RecordModel[]>;

/** Longer than any transaction lasts: an older record needs no look at its commit. */
const LONGEST_TRANSACTION = `interval '15 minutes'`;
const OVERLAP = `interval '1 minute'`;
const IS_TRACKED = `current_setting('track_commit_timestamp')::boolean`;

/** The SQL of "`alias`'s row was committed after an instant", with the bindings of `changedSinceBindings`. */
export function changedSinceSql(alias: string): string {
  return `(${alias}.updated_at > ?::timestamptz or (${alias}.updated_at > ?::timestamptz - ${LONGEST_TRANSACTION} and case
    when ${IS_TRACKED} then pg_xact_commit_timestamp(${alias}.xmin) > ?::timestamptz
    else ${alias}.updated_at > ?::timestamptz - ${OVERLAP} end))`;
}

/** The bindings of `changedSinceSql`. */
export function changedSinceBindings(since: Date): string[] {
  const instant = since.toISOString();
  return [instant, instant, instant, instant];
}

/** Narrows to records changed since then, tombstones too. */
export function whereChangedSince(query: Query, table: string, since: Date): Query {
  return query.whereRaw(changedSinceSql(table), changedSinceBindings(since));
}

/**
 * Narrows a later page to what was committed when the first page was read: what comes meanwhile is for the next time, when the
 * client asks with an instant before it, however it took that from the pages.
 */
export function whereCommittedUntil(query: Query, table: string, until: string): Query {
  return query.whereRaw(
    `case when ${IS_TRACKED} and ${table}.updated_at > ?::timestamptz - ${LONGEST_TRANSACTION}
     then coalesce(pg_xact_commit_timestamp(${table}.xmin) <= ?::timestamptz, true) else true end`,
    [until, until],
  );
}

/** PostgreSQL's present, by whose clock commits are told. */
export async function readInstant(trx: Transaction): Promise<string> {
  const { rows } = await trx.raw<{ rows: { instant: Date }[] }>('select statement_timestamp() as instant');
  return rows[0]?.instant.toISOString() ?? '';
}
