/**
 * Every kind of change that can move a figure, and whose days become dirty by it. The one table: a scope names its kind, so a
 * write of a kind that is not here does not compile, and the test of this table writes each kind through HTTP.
 */

interface PlanChange {
  /** Whose figures can move. */
  people: string;
  /** On which days, before and after the change taken together; whole ISO weeks around them are computed. */
  days: string;
  /** `now`: the stored weeks are right at the commit, unless they are very many. `workflow`: reads are right at once, and the weeks are written by the workflow. */
  weeks: 'now' | 'workflow';
}

const ALL_DAYS = 'all that is stored, booked or within the horizon';

export const planChanges = {
  'allocation.created': { people: 'who is booked', days: 'of the allocation', weeks: 'now' },
  'allocation.updated': { people: 'who was and who is booked', days: 'of both versions', weeks: 'now' },
  'allocation.deleted': { people: 'who was booked', days: 'of the allocation', weeks: 'now' },
  'allocation.moved': { people: 'who is booked', days: 'left and entered, and between', weeks: 'now' },
  'allocation.extended': { people: 'who is booked', days: 'of the longer version', weeks: 'now' },
  'allocation.reassigned': { people: 'who gives and who gets it', days: 'of the allocation', weeks: 'now' },
  'allocation.split': { people: 'who is booked', days: 'of the allocation', weeks: 'now' },
  'allocation.bulk_upserted': { people: 'all of the body', days: 'each person their own', weeks: 'now' },
  'absence.changed': { people: 'who is away', days: 'of both versions', weeks: 'now' },
  'time_entry.changed': { people: 'who worked', days: 'both dates, and between', weeks: 'now' },
  'absence_type.updated': { people: 'with approved absences of it', days: 'hull of them', weeks: 'workflow' },
  'engagement.changed': { people: 'who is employed', days: 'of both versions; the only one: all', weeks: 'now' },
  'person_work_pattern.changed': { people: 'the person', days: 'of both versions', weeks: 'now' },
  'capacity.changed': { people: 'the person', days: 'from the entry on', weeks: 'now' },
  'capacity.deleted': { people: 'the person', days: 'of the entry', weeks: 'now' },
  'person_calendar.changed': { people: 'the person', days: 'of both versions', weeks: 'now' },
  'work_pattern.updated': { people: 'who has it at any time', days: 'from the first of them on', weeks: 'workflow' },
  'calendar.updated': { people: 'who follows it at any time', days: 'from the first of them on', weeks: 'workflow' },
  'holiday.changed': { people: 'who follows the calendar', days: 'both dates, and between', weeks: 'workflow' },
  'holiday.generated': { people: 'who follows the calendar', days: 'first to last added', weeks: 'workflow' },
  'person.created': { people: 'the person', days: 'from the horizon on', weeks: 'workflow' },
  'person.updated': { people: 'the person', days: ALL_DAYS, weeks: 'now' },
  'person.deleted': { people: 'the person', days: ALL_DAYS, weeks: 'now' },
  'person.restored': { people: 'the person', days: ALL_DAYS, weeks: 'now' },
  'organization.updated': { people: 'everybody', days: ALL_DAYS, weeks: 'workflow' },
  'demo.loaded': { people: 'of the demo', days: ALL_DAYS, weeks: 'now' },
  /** A write of a planning resource that moves nothing, e.g. a new name. */
  none: { people: 'nobody', days: 'none', weeks: 'now' },
} as const satisfies Record<string, PlanChange>;

export type PlanChangeKind = keyof typeof planChanges;
