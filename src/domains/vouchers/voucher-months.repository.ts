/** Closed months and what each person was given. Rows are added once and never changed. Uses both primary keys and voucher_months_month_key. */
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import type { ClosedRow } from './voucher-corrections.rules';
import type { CorrectionLine, VoucherDay, VoucherMonth, VoucherRow } from './vouchers.types';

interface MonthRow {
  id: string;
  month: string;
  closed_at: Date;
  closed_by: string | null;
  people: number;
  days: number;
}

interface StoredRow {
  month: string;
  person_id: string;
  matricule: string | null;
  days: number;
  rule_days: number;
  override_days: number;
  carried_over: number;
  parts: VoucherDay[];
  corrections: CorrectionLine[];
}

export class VoucherMonthRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Whoever closes a month holds this until the transaction ends, so that a correction is settled once. */
  async hold(): Promise<void> {
    await this.trx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`vouchers/${this.organizationId}`]);
  }

  /** All closed months as `YYYY-MM`. */
  async closedMonths(): Promise<Set<string>> {
    const rows = await this.#table('voucher_months').select<{ month: string }[]>('month');
    return new Set(rows.map((row) => row.month.slice(0, 7)));
  }

  /** The closed month of `month` (`YYYY-MM`); undefined while it is open. */
  async find(month: string): Promise<VoucherMonth | undefined> {
    const row = await this.#table('voucher_months').where('month', firstDay(month)).first<MonthRow | undefined>('*');
    return row && toMonth(row);
  }

  async insertMonth(month: Omit<VoucherMonth, 'id'>): Promise<VoucherMonth> {
    const [row] = await this.trx('voucher_months')
      .insert({
        organization_id: this.organizationId,
        id: newId(),
        month: month.month,
        closed_at: month.closedAt,
        closed_by: month.closedBy,
        people: month.people,
        days: month.days,
      })
      .returning<MonthRow[]>('*');
    if (row === undefined) throw new Error('insert returned no row');
    return toMonth(row);
  }

  /** All in one statement. */
  async insertRows(month: string, rows: readonly VoucherRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.trx('voucher_rows').insert(
      rows.map((row) => ({
        organization_id: this.organizationId,
        month: firstDay(month),
        person_id: row.personId,
        matricule: row.matricule,
        days: row.days,
        rule_days: row.ruleDays,
        override_days: row.overrideDays,
        carried_over: row.carriedOver,
        parts: JSON.stringify(row.parts),
        corrections: JSON.stringify(row.corrections),
      })),
    );
  }

  /** The rows of a closed month for these people, as they were when it was closed. */
  async rows(month: string, personIds: readonly string[]): Promise<Map<string, VoucherRow>> {
    const rows = await this.#rowsOf([month], personIds).select<StoredRow[]>('*');
    return new Map(rows.map((row) => [row.person_id, toRow(row)]));
  }

  /** What these people were given in the months, by person, the earliest month first. */
  async closedRows(months: readonly string[], personIds: readonly string[]): Promise<Map<string, ClosedRow[]>> {
    const given = new Map<string, ClosedRow[]>(personIds.map((personId) => [personId, []]));
    if (months.length === 0) return given;
    const rows = await this.#rowsOf(months, personIds)
      .orderBy('month')
      .select<StoredRow[]>('month', 'person_id', 'carried_over', 'parts', 'corrections');
    for (const row of rows) given.get(row.person_id)?.push(toClosedRow(row));
    return given;
  }

  #rowsOf(months: readonly string[], personIds: readonly string[]) {
    return this.#table('voucher_rows')
      .whereIn('month', months.map(firstDay))
      .whereIn('person_id', [...personIds]);
  }

  #table(name: 'voucher_months' | 'voucher_rows') {
    return this.trx(name).where('organization_id', this.organizationId);
  }
}

function firstDay(month: string): string {
  return `${month}-01`;
}

function toMonth({ id, month, people, days, ...row }: MonthRow): VoucherMonth {
  return { id, month, people, days, closedAt: row.closed_at, closedBy: row.closed_by };
}

function toRow(row: StoredRow): VoucherRow {
  return {
    personId: row.person_id,
    matricule: row.matricule,
    days: row.days,
    ruleDays: row.rule_days,
    overrideDays: row.override_days,
    carriedOver: row.carried_over,
    parts: row.parts,
    corrections: row.corrections,
  };
}

function toClosedRow(row: StoredRow): ClosedRow {
  return {
    month: row.month.slice(0, 7),
    carriedOver: row.carried_over,
    daysByDate: new Map(row.parts.map((part) => [part.date, part.days])),
    corrections: row.corrections,
  };
}
