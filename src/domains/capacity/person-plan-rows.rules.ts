/** Rows of other domains' tables as the engine's plan: inclusive dates become half-open ranges here, once. Pure. */
import { toEpochDay, type EpochDay, type IsoDate } from '../../shared/calendar-dates';
import type {
  AbsencePlan,
  AllocationLoad,
  AllocationPlan,
  CalendarSpan,
  EngagementKind,
  EngagementPlan,
  HolidayPart,
  PatternAssignment,
  TimeEntryPlan,
  WorkPatternDay,
  Workweek,
} from './capacity.types';

/** Columns read of one row. */
export interface PersonRow {
  id: string;
  weekly_minutes_default: number | null;
  /** Where the person was added while months were closed: the day after the last of them. */
  counts_from: IsoDate | null;
}
/** Columns read of one row. */
export interface EngagementRow {
  id: string;
  person_id: string;
  type: EngagementKind;
  start_date: string;
  end_date: string | null;
  weekly_minutes_default: number | null;
}
/** Columns read of one row. */
export interface SpanRow {
  person_id: string;
  calendar_id: string;
  starts_on: string;
  ends_on: string | null;
}
/** Columns read of one row: a pattern, or the weekly minutes of a capacity entry. */
export interface PatternRow {
  id: string;
  person_id: string;
  starts_on: string;
  ends_on: string | null;
  weekly_minutes: number | null;
  calendar_id: string | null;
  name: string | null;
  cycle_weeks: number | null;
  anchor_monday: string | null;
  days: WorkPatternDay[] | null;
}
/** Columns read of one row. */
export interface CalendarRow {
  id: string;
  name: string;
  workweek_minutes: number[] | null;
}
/** Columns read of one row. */
export interface HolidayRow {
  id: string;
  calendar_id: string;
  date: string;
  label: string;
  part: 'full' | 'morning' | 'afternoon' | 'last_minutes';
  last_minutes: number | null;
}
/** Columns read of one row. */
export interface AbsenceRow {
  id: string;
  person_id: string;
  label: string;
  start_date: string;
  end_date: string;
  starts_at: string;
  ends_at: string;
  minutes_per_day: number | null;
}
/** Columns read of one row. */
export interface AllocationRow {
  id: string;
  person_id: string;
  project_id: string | null;
  project_name: string | null;
  start_date: string;
  end_date: string;
  load_unit: AllocationLoad['unit'];
  basis_points: number | null;
  basis: 'nominal' | 'net' | null;
  load_minutes: number | null;
  status: 'firm' | 'tentative';
}
/** Columns read of one row. */
export interface TimeEntryRow {
  id: string;
  person_id: string;
  project_id: string | null;
  project_name: string | null;
  date: string;
  minutes: number;
}

/** Rows by person, in the order given. */
export function groupByPerson<T extends { person_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.person_id);
    if (group === undefined) groups.set(row.person_id, [row]);
    else group.push(row);
  }
  return groups;
}

/** An inclusive last date as the engine's exclusive end. */
function endOf(date: string): EpochDay {
  return toEpochDay(date) + 1;
}

/** Seven minutes, Monday first. */
export function toWorkweek(minutes: number[]): Workweek {
  const [mon = 0, tue = 0, wed = 0, thu = 0, fri = 0, sat = 0, sun = 0] = minutes;
  return [mon, tue, wed, thu, fri, sat, sun];
}

/** An engagement; its last date is inclusive in the table. */
export function toEngagement(row: EngagementRow): EngagementPlan {
  return {
    id: row.id,
    kind: row.type,
    from: toEpochDay(row.start_date),
    to: row.end_date === null ? null : endOf(row.end_date),
    weeklyMinutes: row.weekly_minutes_default,
  };
}

/**
 * When somebody is employed. Without an engagement that is every date (READINGS 6), but for the months that were closed when
 * the person was added: those keep their figures.
 */
export function engagementsOf({ id, counts_from: from }: PersonRow, rows: readonly EngagementRow[]): EngagementPlan[] {
  if (rows.length > 0 || from === null) return rows.map(toEngagement);
  return [{ id, kind: 'employee', from: toEpochDay(from), to: null, weeklyMinutes: null }];
}

/** A calendar assignment. */
export function toSpan(row: SpanRow): CalendarSpan {
  return {
    calendarId: row.calendar_id,
    from: toEpochDay(row.starts_on),
    to: row.ends_on === null ? null : endOf(row.ends_on),
  };
}

/** A work pattern or a capacity entry in force for a while. @throws Error for a row that is neither */
export function toPattern(row: PatternRow): PatternAssignment {
  const span = {
    id: row.id,
    from: toEpochDay(row.starts_on),
    to: row.ends_on === null ? null : endOf(row.ends_on),
  };
  if (row.weekly_minutes !== null) {
    const pattern = { weeklyMinutes: row.weekly_minutes, calendarId: row.calendar_id };
    return { ...span, label: 'capacity entry', pattern };
  }
  const { name, cycle_weeks, anchor_monday, days } = row;
  if (name === null || cycle_weeks === null || anchor_monday === null || days === null) {
    throw new Error(`assignment ${row.id} is neither a pattern nor a capacity entry`);
  }
  return { ...span, label: name, pattern: { cycleWeeks: cycle_weeks, anchorMonday: toEpochDay(anchor_monday), days } };
}

/** What a holiday takes. */
export function toPart(row: HolidayRow): HolidayPart {
  return row.part === 'last_minutes' ? { lastMinutes: row.last_minutes ?? 0 } : row.part;
}

/** An approved absence. */
export function toAbsence(row: AbsenceRow): AbsencePlan {
  return {
    id: row.id,
    label: row.label,
    from: toEpochDay(row.start_date),
    to: endOf(row.end_date),
    startsAtNoon: row.starts_at === 'middle_of_day',
    endsAtNoon: row.ends_at === 'middle_of_day',
    minutesPerDay: row.minutes_per_day,
  };
}

/** An allocation, labelled by its project. */
export function toAllocation(row: AllocationRow): AllocationPlan {
  return {
    id: row.id,
    label: row.project_name ?? 'No project',
    projectId: row.project_id,
    taskId: null,
    from: toEpochDay(row.start_date),
    to: endOf(row.end_date),
    status: row.status,
    load: toLoad(row),
  };
}

function toLoad(row: AllocationRow): AllocationLoad {
  const minutes = row.load_minutes ?? 0;
  switch (row.load_unit) {
    case 'percent':
      return { unit: 'percent', basisPoints: row.basis_points ?? 0, basis: row.basis ?? 'nominal' };
    case 'hours_per_week':
      return { unit: 'hours_per_week', minutesPerWeek: minutes };
    case 'minutes_per_day':
      return { unit: 'minutes_per_day', minutes };
    case 'total':
      return { unit: 'total', minutes };
  }
}

/** Worked time of one date. */
export function toTimeEntry(row: TimeEntryRow): TimeEntryPlan {
  const { id, project_id: projectId, minutes } = row;
  return { id, label: row.project_name ?? 'No project', projectId, day: toEpochDay(row.date), minutes };
}
