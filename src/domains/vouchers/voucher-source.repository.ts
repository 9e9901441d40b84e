/**
 * What vouchers need of the records of other domains beside the plan: who is asked about, approved absences with their types,
 * payroll numbers. A read model that writes nothing. Uses people_by_name, absences_of_person, person_identifiers_of_person and
 * voucher_rows' primary key.
 */
import type { Transaction } from '../../platform/database';
import { fromEpochDay } from '../../shared/calendar-dates';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import type { DayRange } from '../capacity/capacity.types';
import { toAbsence, type AbsenceRow } from '../capacity/person-plan-rows.rules';
import type { TypedAbsence } from './vouchers.types';

export interface NamedPerson {
  id: string;
  name: string;
}

/** Whose rows: of a closed month (`YYYY-MM`) or, null, of an open one; null = everybody. */
export interface VoucherScope {
  closedMonth: string | null;
  personIds: readonly string[] | null;
}

export interface PeoplePage {
  items: NamedPerson[];
  total: number;
  nextCursor: string | null;
}

type TypedAbsenceRow = AbsenceRow & { type_key: string; is_time_off: boolean };

export class VoucherSourceRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** People by name, then id: those of a closed month's rows, deleted since or not, or the live ones of an open month. */
  async page(
    scope: VoucherScope,
    request: { page: number; pageSize: number; cursor?: string | undefined },
  ): Promise<PeoplePage> {
    const people = this.#people(scope);
    const [counted] = await people.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    const rows = people.orderBy(['p.full_name', 'p.id']).limit(request.pageSize + 1);
    if (request.cursor === undefined) void rows.offset((request.page - 1) * request.pageSize);
    else {
      const after = decodeCursor(request.cursor);
      void rows.whereRaw('(p.full_name, p.id) > (?::text, ?::uuid)', [after.sortValue, after.id]);
    }
    const found = await rows.select<NamedPerson[]>('p.id', 'p.full_name as name');
    const items = found.slice(0, request.pageSize);
    const last = items.at(-1);
    const hasMore = found.length > items.length && last !== undefined;
    return {
      items,
      total: counted?.total ?? 0,
      nextCursor: hasMore ? encodeCursor({ sortValue: last.name, id: last.id }) : null,
    };
  }

  /** Everybody of the scope, by id. */
  async people(scope: VoucherScope): Promise<NamedPerson[]> {
    return this.#people(scope).orderBy('p.id').select<NamedPerson[]>('p.id', 'p.full_name as name');
  }

  /** Approved absences that touch `range`, by person. */
  async absences(personIds: readonly string[], range: DayRange): Promise<Map<string, TypedAbsence[]>> {
    const rows = await this.trx('absences as a')
      .join('absence_types as t', (join) =>
        join.on('t.organization_id', 'a.organization_id').andOn('t.id', 'a.type_id'),
      )
      .where({ 'a.organization_id': this.organizationId, 'a.status': 'approved' })
      .whereNull('a.deleted_at')
      .whereIn('a.person_id', [...personIds])
      .where('a.start_date', '<', fromEpochDay(range.to))
      .where('a.end_date', '>=', fromEpochDay(range.from))
      .orderBy(['a.start_date', 'a.id'])
      .select<TypedAbsenceRow[]>(
        'a.id',
        'a.person_id',
        'a.start_date',
        'a.end_date',
        'a.starts_at',
        'a.ends_at',
        'a.minutes_per_day',
        't.label',
        't.key as type_key',
        't.is_time_off',
      );
    const absences = new Map<string, TypedAbsence[]>(personIds.map((personId) => [personId, []]));
    for (const row of rows) {
      absences.get(row.person_id)?.push({ absence: toAbsence(row), typeKey: row.type_key, isTimeOff: row.is_time_off });
    }
    return absences;
  }

  /** Payroll numbers; of somebody with one for each legal entity (`matricule:ENTITY`), the one without a name, else the first. */
  async matricules(personIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.trx('person_identifiers')
      .where('organization_id', this.organizationId)
      .whereNull('deleted_at')
      .whereIn('person_id', [...personIds])
      .whereRaw(`(id_type = 'matricule' or id_type like 'matricule:%')`)
      .orderByRaw('length(id_type) desc, id desc')
      .select<{ person_id: string; id_value: string }[]>('person_id', 'id_value');
    return new Map(rows.map((row) => [row.person_id, row.id_value]));
  }

  /** Who of these people was erased. */
  async erasedAmong(personIds: readonly string[]): Promise<Set<string>> {
    if (personIds.length === 0) return new Set();
    const rows = await this.trx('people')
      .where('organization_id', this.organizationId)
      .whereNotNull('erased_at')
      .whereIn('id', [...personIds])
      .select<{ id: string }[]>('id');
    return new Set(rows.map((row) => row.id));
  }

  #people(scope: VoucherScope) {
    const people = this.trx('people as p').where('p.organization_id', this.organizationId);
    if (scope.personIds !== null) void people.whereIn('p.id', [...scope.personIds]);
    if (scope.closedMonth === null) return people.whereNull('p.deleted_at');
    const given = this.trx('voucher_rows as r')
      .whereRaw('r.organization_id = p.organization_id and r.person_id = p.id')
      .where('r.month', `${scope.closedMonth}-01`);
    return people.whereExists(given.select(this.trx.raw('1')));
  }
}
