/**
 * Whole stored ledgers of many people in one statement, so in one snapshot: a drain beside it can't take a dirty range away
 * between the reading of the week and that of the range. Reads by primary key (organization, person, week) and dirty_ranges_of_person.
 */
import type { Transaction } from '../../platform/database';
import { fromEpochDay } from '../../shared/calendar-dates';
import type { DayRange, LedgerFigure } from './capacity.types';

/** Somebody of whom every week asked for is stored. */
export interface StoredLedger {
  personId: string;
  /** Per week, oldest first, the figures in the order asked for, each `{m,m,m,m,m,m,m}` or `0` for a week without a minute. */
  packed: string;
  /** Days within the range that wait to be recomputed; 0: the ledger is right. */
  dirtyDays: number;
  /** Since when the oldest of them waits; 0 when none does. */
  ageSeconds: number;
}

export class StoredLedgerRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Ledgers over `weeks`, which are whole ISO weeks. People with a week that is not stored are left out. */
  async read(personIds: readonly string[], weeks: DayRange, figures: readonly LedgerFigure[]): Promise<StoredLedger[]> {
    const minutes = figures.map(
      (figure) => `case when w.${figure}_minutes = '{0,0,0,0,0,0,0}' then '0' else w.${figure}_minutes::text end`,
    );
    const { rows } = await this.trx.raw<{ rows: StoredLedger[] }>(
      `with dirty as (
         select person_id, min(created_at) as since,
           sum(least(to_date, cast(:last as date)) - greatest(from_date, cast(:first as date)) + 1)::int as days
         from dirty_ranges
         where organization_id = :organization and from_date <= :last and to_date >= :first
         group by person_id)
       select w.person_id as "personId", string_agg(${minutes.join(' || ')}, '' order by w.week_start) as packed,
         coalesce(max(d.days), 0) as "dirtyDays",
         coalesce(extract(epoch from now() - min(d.since)), 0)::int as "ageSeconds"
       from capacity_weeks w left join dirty d on d.person_id = w.person_id
       where w.organization_id = :organization and w.person_id = any(:ids) and w.week_start between :first and :last
       group by w.person_id
       having count(*) = :count`,
      {
        organization: this.organizationId,
        ids: [...personIds],
        first: fromEpochDay(weeks.from),
        last: fromEpochDay(weeks.to - 1),
        count: (weeks.to - weeks.from) / 7,
      },
    );
    return rows;
  }
}
