/**
 * Reads everything that decides people's figures into the engine's shape, in eight statements whatever the number of
 * people. A read model over the tables of other domains: it writes nothing, and every statement uses an index that starts
 * with (organization_id, person_id) or (organization_id, calendar_id).
 */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import { toEpochDay } from '../../shared/calendar-dates';
import type { CalendarPlan, PersonPlan, TimeEntryPlan } from './capacity.types';
import {
  groupByPerson,
  toAbsence,
  toAllocation,
  toEngagement,
  toPart,
  toSpan,
  toTimeEntry,
  toWorkweek,
  type AbsenceRow,
  type AllocationRow,
  type CalendarRow,
  type EngagementRow,
  type HolidayRow,
  type PersonRow,
  type SpanRow,
  type TimeEntryRow,
} from './person-plan-rows.rules';

export class PersonPlanRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** The plans of the live people among `personIds`, without their worked time. */
  async load(personIds: readonly string[]): Promise<Map<string, PersonPlan>> {
    const ids = [...personIds];
    const people = await this.#live('people').whereIn('id', ids).select<PersonRow[]>('id', 'weekly_minutes_default');
    const organization = await this.trx('organizations')
      .where({ id: this.organizationId })
      .first<{ default_workweek_minutes: number[] }>('default_workweek_minutes');
    const engagements = groupByPerson(
      await this.#live('engagements')
        .whereIn('person_id', ids)
        .orderBy(['start_date', 'id'])
        .select<EngagementRow[]>('*'),
    );
    const spans = groupByPerson(
      await this.#live('person_calendars')
        .whereIn('person_id', ids)
        .orderBy(['starts_on', 'id'])
        .select<SpanRow[]>('*'),
    );
    const absences = groupByPerson(await this.#absences(ids));
    const allocations = groupByPerson(await this.#allocations(ids));
    const calendars = await this.#calendars(spans);
    return new Map(
      people.map((person) => [
        person.id,
        {
          personId: person.id,
          weeklyMinutes: person.weekly_minutes_default,
          organizationWorkweek: toWorkweek(organization.default_workweek_minutes),
          engagements: (engagements.get(person.id) ?? []).map(toEngagement),
          patterns: [],
          calendarSpans: (spans.get(person.id) ?? []).map(toSpan),
          calendars,
          absences: (absences.get(person.id) ?? []).map(toAbsence),
          allocations: (allocations.get(person.id) ?? []).map(toAllocation),
          timeEntries: [],
        },
      ]),
    );
  }

  /** Worked time of the people within the range, by person. */
  async loadTimeEntries(
    personIds: readonly string[],
    dates: { from: string; to: string },
  ): Promise<Map<string, TimeEntryPlan[]>> {
    const rows = await this.trx('time_entries as e')
      .leftJoin('projects as p', (join) =>
        join.on('p.organization_id', 'e.organization_id').andOn('p.id', 'e.project_id'),
      )
      .where('e.organization_id', this.organizationId)
      .whereNull('e.deleted_at')
      .whereIn('e.person_id', [...personIds])
      .whereBetween('e.date', [dates.from, dates.to])
      .orderBy(['e.date', 'e.id'])
      .select<TimeEntryRow[]>('e.id', 'e.person_id', 'e.date', 'e.minutes', 'p.name as project_name');
    const plans = new Map<string, TimeEntryPlan[]>();
    for (const [personId, entries] of groupByPerson(rows)) plans.set(personId, entries.map(toTimeEntry));
    return plans;
  }

  #live(table: string): Knex.QueryBuilder {
    return this.trx(table).where('organization_id', this.organizationId).whereNull('deleted_at');
  }

  /** Only approved absences of types that are time off count (PRODUCT.md §2). */
  async #absences(ids: string[]): Promise<AbsenceRow[]> {
    return this.trx('absences as a')
      .join('absence_types as t', (join) =>
        join.on('t.organization_id', 'a.organization_id').andOn('t.id', 'a.type_id'),
      )
      .where({ 'a.organization_id': this.organizationId, 'a.status': 'approved', 't.is_time_off': true })
      .whereNull('a.deleted_at')
      .whereIn('a.person_id', ids)
      .orderBy(['a.start_date', 'a.id'])
      .select<AbsenceRow[]>(
        'a.id',
        'a.person_id',
        't.label',
        'a.start_date',
        'a.end_date',
        'a.starts_at',
        'a.ends_at',
        'a.minutes_per_day',
      );
  }

  async #allocations(ids: string[]): Promise<AllocationRow[]> {
    return this.trx('allocations as a')
      .leftJoin('projects as p', (join) =>
        join.on('p.organization_id', 'a.organization_id').andOn('p.id', 'a.project_id'),
      )
      .where('a.organization_id', this.organizationId)
      .whereNull('a.deleted_at')
      .whereIn('a.person_id', ids)
      .orderBy(['a.start_date', 'a.id'])
      .select<AllocationRow[]>('a.*', 'p.name as project_name');
  }

  async #calendars(spans: ReadonlyMap<string, SpanRow[]>): Promise<Map<string, CalendarPlan>> {
    const ids = [...new Set([...spans.values()].flat().map((span) => span.calendar_id))];
    if (ids.length === 0) return new Map();
    const rows = await this.#live('calendars').whereIn('id', ids).select<CalendarRow[]>('*');
    const holidays = await this.#live('holidays')
      .whereIn('calendar_id', ids)
      .orderBy(['date', 'id'])
      .select<HolidayRow[]>('*');
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          label: row.name,
          workweek: row.workweek_minutes === null ? null : toWorkweek(row.workweek_minutes),
          holidays: holidays
            .filter((holiday) => holiday.calendar_id === row.id)
            .map((holiday) => ({
              id: holiday.id,
              label: holiday.label,
              day: toEpochDay(holiday.date),
              part: toPart(holiday),
            })),
        },
      ]),
    );
  }
}
