/**
 * The materialised ledger and what of it is out of date. Reads by primary key (organization, person, week); dirty ranges
 * by (organization, person). capacity_weeks is a cache: every row can be computed again from the plan.
 */
import { binaryIntegers } from '../../platform/binary-arrays';
import type { Transaction } from '../../platform/database';
import { addDays, type IsoDate } from '../../shared/calendar-dates';
import { ledgerFigures, type LedgerFigure } from './capacity.types';
import type { CapacityWeek, DirtyRange, LedgerWeek } from './capacity-weeks.types';
import { dictionaryOf } from './week-dictionary.rules';
import { INSERT_WEEKS, REPLACE_DIFFERING_WEEKS, UPSERT_WEEKS } from './week-statements';

/** Who is out of date is found by the ranges alone, so that the people before them are not looked at again for each batch. */
const CLAIM_PEOPLE = `
  select id from people where organization_id = :organization and id in (
    select distinct person_id from dirty_ranges where organization_id = :organization order by person_id limit :window)
  order by id limit :limit for no key update skip locked`;
const WRITE_BATCH = 2_000;

export class CapacityRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Locks the live and deleted people in id order, so that two writers never wait for each other in a circle. */
  async lockPeople(personIds: readonly string[]): Promise<void> {
    await this.trx('people')
      .where('organization_id', this.organizationId)
      .whereIn('id', [...personIds])
      .orderBy('id')
      .forNoKeyUpdate()
      .select('id');
  }

  /**
   * Locks people with something out of date, the first of `window` in id order whom nobody else has locked, at most `limit`. Where
   * all of these are locked, it waits for the first ones, who may be up to date by then. Empty only when nobody is out of date.
   */
  async claimDirtyPeople(limit: number, window: number): Promise<string[]> {
    const bindings = { organization: this.organizationId, limit, window };
    const { rows } = await this.trx
      .raw<{ rows: { id: string }[] }>(CLAIM_PEOPLE, bindings)
      .options({ name: 'claim-people' });
    if (rows.length > 0) return rows.map((row) => row.id);
    const locked = await this.dirtyPeople(limit);
    if (locked.length > 0) await this.lockPeople(locked);
    return locked;
  }

  /** Stored weeks that touch `[from, to]`, ordered by person and week. */
  async weeks(personIds: readonly string[], from: IsoDate, to: IsoDate): Promise<CapacityWeek[]> {
    const rows = await this.trx('capacity_weeks')
      .where('organization_id', this.organizationId)
      .whereIn('person_id', [...personIds])
      .whereBetween('week_start', [addDays(from, -6), to])
      .orderBy(['person_id', 'week_start'])
      .select<Record<string, unknown>[]>('*');
    return rows.map(toWeek);
  }

  /** First and last stored Monday of these people; null when nothing is stored. */
  async storedSpan(personIds: readonly string[]): Promise<{ first: IsoDate; last: IsoDate } | null> {
    const row = await this.trx('capacity_weeks')
      .where('organization_id', this.organizationId)
      .whereIn('person_id', [...personIds])
      .first<{ first: IsoDate | null; last: IsoDate | null }>(
        this.trx.raw('min(week_start) as first, max(week_start) as last'),
      );
    return row.first === null || row.last === null ? null : { first: row.first, last: row.last };
  }

  /** Inserts or replaces whole weeks; the caller passes only weeks that differ from what is stored. */
  async writeWeeks(weeks: readonly LedgerWeek[]): Promise<void> {
    for (const bindings of this.#batches(weeks)) {
      await this.trx.raw(UPSERT_WEEKS, bindings).options({ name: 'upsert-weeks' });
    }
  }

  /**
   * Brings the stored weeks in line with these, which are whole people's or parts of them: only what differs is written. `changed` are
   * the written ones that had been stored before.
   */
  async replaceWeeks(weeks: readonly LedgerWeek[]): Promise<{ written: number; changed: number }> {
    const people = [...new Set(weeks.map(({ ledger }) => ledger.personId))];
    const isFirst = !(await this.#hasWeeks(people));
    const total = { written: 0, changed: 0 };
    for (const bindings of this.#batches(weeks)) {
      if (isFirst) {
        await this.trx.raw(INSERT_WEEKS, bindings).options({ name: 'insert-weeks' });
        total.written += bindings.people.length;
        continue;
      }
      const { rows } = await this.trx
        .raw<{ rows: { written: number; changed: number }[] }>(REPLACE_DIFFERING_WEEKS, bindings)
        .options({ name: 'replace-weeks' });
      total.written += rows[0]?.written ?? 0;
      total.changed += rows[0]?.changed ?? 0;
    }
    return total;
  }

  async #hasWeeks(personIds: readonly string[]): Promise<boolean> {
    const { rows } = await this.trx.raw<{ rows: unknown[] }>(
      // `limit` within makes it one look at the key for each person; an `exists` of a growing table is read as a whole.
      `select from unnest(cast(? as uuid[])) as p (id), lateral (
         select from capacity_weeks where organization_id = ? and person_id = p.id limit 1) as w limit 1`,
      [[...personIds], this.organizationId],
    );
    return rows.length > 0;
  }

  *#batches(weeks: readonly LedgerWeek[]) {
    for (let start = 0; start < weeks.length; start += WRITE_BATCH) {
      const batch = weeks.slice(start, start + WRITE_BATCH);
      const { minutes, places } = dictionaryOf(batch);
      const figures = ledgerFigures.map((figure) => [figure, binaryIntegers(places[figure])] as const);
      yield {
        ...Object.fromEntries(figures),
        organization: this.organizationId,
        people: batch.map(({ ledger }) => ledger.personId),
        mondays: binaryIntegers(batch.map(({ monday }) => monday)),
        minutes: binaryIntegers(minutes),
      };
    }
  }

  /** Dirty ranges of these people, oldest first. */
  async dirtyRanges(personIds: readonly string[]): Promise<DirtyRange[]> {
    const rows = await this.trx('dirty_ranges')
      .where('organization_id', this.organizationId)
      .whereIn('person_id', [...personIds])
      .orderBy('id')
      .select<Record<string, unknown>[]>('id', 'person_id', 'from_date', 'to_date', 'run_id');
    return rows.map((row) => ({
      id: row['id'] as number,
      personId: row['person_id'] as string,
      fromDate: row['from_date'] as string,
      toDate: row['to_date'] as string,
      runId: row['run_id'] as string | null,
    }));
  }

  /** Marks ranges out of date; repeating it only means more of the same work. */
  async markDirty(
    ranges: readonly { personId: string; from: IsoDate; to: IsoDate }[],
    reason: string,
    runId: string | null = null,
  ): Promise<void> {
    const rows = ranges.map((range) => ({
      organization_id: this.organizationId,
      person_id: range.personId,
      from_date: range.from,
      to_date: range.to,
      reason,
      run_id: runId,
    }));
    if (rows.length > 0) await this.trx.batchInsert('dirty_ranges', rows, 1_000);
  }

  async removeDirty(ids: readonly number[]): Promise<void> {
    await this.trx('dirty_ranges')
      .where('organization_id', this.organizationId)
      .whereIn('id', [...ids])
      .delete();
  }

  /** People with something out of date, in id order, at most `limit`. */
  async dirtyPeople(limit: number): Promise<string[]> {
    const rows = await this.trx('dirty_ranges')
      .where('organization_id', this.organizationId)
      .distinct<{ person_id: string }[]>('person_id')
      .orderBy('person_id')
      .limit(limit);
    return rows.map((row) => row.person_id);
  }

  /** How much waits: ranges, people, and the age of the oldest in seconds. */
  async dirtySummary(): Promise<{ ranges: number; people: number; oldestAgeSeconds: number }> {
    return this.trx('dirty_ranges')
      .where('organization_id', this.organizationId)
      .first<{ ranges: number; people: number; oldestAgeSeconds: number }>(
        this.trx.raw(`count(*) as ranges, count(distinct person_id) as people,
          coalesce(extract(epoch from now() - min(created_at)), 0)::int as "oldestAgeSeconds"`),
      );
  }
}

function toWeek(row: Record<string, unknown>): CapacityWeek {
  const figures = ledgerFigures.map((figure) => [figure, row[`${figure}_minutes`] as number[]] as const);
  return {
    personId: row['person_id'] as string,
    weekStart: row['week_start'] as string,
    figures: Object.fromEntries(figures) as Record<LedgerFigure, number[]>,
  };
}
