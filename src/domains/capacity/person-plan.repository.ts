/**
 * Reads everything that decides people's figures into the engine's shape: one statement, whatever the number of people. A
 * read model over the tables of other domains: it writes nothing, and every part of the statement uses an index that starts
 * with (organization_id, person_id) or (organization_id, calendar_id).
 */
import type { Transaction } from '../../platform/database';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { CalendarPlan, PersonPlan } from './capacity.types';
import {
  engagementsOf,
  groupByPerson,
  toAbsence,
  toAllocation,
  toPart,
  toPattern,
  toSpan,
  toTimeEntry,
  toWorkweek,
  type AbsenceRow,
  type AllocationRow,
  type CalendarRow,
  type EngagementRow,
  type HolidayRow,
  type PatternRow,
  type PersonRow,
  type SpanRow,
  type TimeEntryRow,
} from './person-plan-rows.rules';
import { PERSON_PLANS } from './person-plan-statement';

/** The statement's row; null stands for no rows. */
interface PlanRows {
  workweek: number[];
  people: PersonRow[] | null;
  engagements: EngagementRow[] | null;
  patterns: PatternRow[] | null;
  spans: SpanRow[] | null;
  calendars: CalendarRow[] | null;
  holidays: HolidayRow[] | null;
  absences: AbsenceRow[] | null;
  allocations: AllocationRow[] | null;
  entries: TimeEntryRow[] | null;
}

export class PersonPlanRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /**
   * The plans of the live people among `personIds`. Worked time is that of the days asked for (inclusive), of all
   * allocations of these people, and of a week before and after.
   */
  async load(personIds: readonly string[], days: { from: IsoDate; to: IsoDate }): Promise<Map<string, PersonPlan>> {
    // Prepared once per connection: planning it takes longer than running it.
    const bindings = { organization: this.organizationId, ids: [...personIds], from: days.from, to: days.to };
    const { rows } = await this.trx.raw<{ rows: PlanRows[] }>(PERSON_PLANS, bindings).options({ name: 'person-plans' });
    const [found] = rows;
    if (found === undefined) throw new Error('the plan statement returned no row');
    return plansOf(found);
  }
}

function plansOf(rows: PlanRows): Map<string, PersonPlan> {
  const organizationWorkweek = toWorkweek(rows.workweek);
  const calendars = calendarsOf(rows.calendars ?? [], rows.holidays ?? []);
  const engagements = groupByPerson(rows.engagements ?? []);
  const patterns = groupByPerson(rows.patterns ?? []);
  const spans = groupByPerson(rows.spans ?? []);
  const absences = groupByPerson(rows.absences ?? []);
  const allocations = groupByPerson(rows.allocations ?? []);
  const entries = groupByPerson(rows.entries ?? []);
  return new Map(
    (rows.people ?? []).map((person) => [
      person.id,
      {
        personId: person.id,
        weeklyMinutes: person.weekly_minutes_default,
        organizationWorkweek,
        engagements: engagementsOf(person, engagements.get(person.id) ?? []),
        patterns: (patterns.get(person.id) ?? []).map(toPattern),
        calendarSpans: (spans.get(person.id) ?? []).map(toSpan),
        calendars,
        absences: (absences.get(person.id) ?? []).map(toAbsence),
        allocations: (allocations.get(person.id) ?? []).map(toAllocation),
        timeEntries: (entries.get(person.id) ?? []).map(toTimeEntry),
      },
    ]),
  );
}

function calendarsOf(calendars: readonly CalendarRow[], holidays: readonly HolidayRow[]): Map<string, CalendarPlan> {
  return new Map(
    calendars.map((row) => [
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
