/** Work patterns and their assignments as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import { presentDay } from './pattern-days.rules';
import type { PersonWorkPattern, WorkPatternRecord } from './work-patterns.types';

/** A pattern; `minutes` of a day with clock times is their length. */
export function presentWorkPattern(pattern: WorkPatternRecord): object {
  return withRecordFields(pattern, {
    name: pattern.name,
    cycle_weeks: pattern.cycleWeeks,
    anchor_monday: pattern.anchorMonday,
    days: pattern.days.map(presentDay),
  });
}

/** Who follows which pattern when. */
export function presentPersonWorkPattern(assignment: PersonWorkPattern): object {
  return withRecordFields(assignment, {
    person_id: assignment.personId,
    work_pattern_id: assignment.workPatternId,
    starts_on: assignment.startsOn,
    ends_on: assignment.endsOn,
  });
}

/** A capacity entry in v9's words. */
export function presentCapacity(entry: PersonWorkPattern): object {
  return withRecordFields(entry, {
    person_id: entry.personId,
    calendar_id: entry.calendarId,
    period_start: entry.startsOn,
    period_end: entry.endsOn,
    hours_per_week: hoursOfMinutes(entry.weeklyMinutes ?? 0),
    notes: entry.notes,
  });
}
