/**
 * What the capacity engine reads and what it promises to give back. Times are integer minutes, dates epoch days, every
 * range is half-open `[from, to)`: the inclusive dates of the wire and of the tables are converted once, by the loader.
 */
import type { EpochDay } from '../../shared/calendar-dates';

/** Minutes of the seven weekdays, Monday first; a weekday above 0 is a working weekday (READINGS 2). */
export type Workweek = readonly [number, number, number, number, number, number, number];

/** `[from, to)`. */
export interface DayRange {
  from: EpochDay;
  to: EpochDay;
}

/** `[from, to)`, or open-ended when `to` is null. */
export interface OpenDayRange {
  from: EpochDay;
  to: EpochDay | null;
}

/** Minutes since midnight of the date it belongs to, `start < end`; above 1440 on the next date (`readClockIntervals`). */
export interface ClockInterval {
  startMinute: number;
  endMinute: number;
}

/** One day of a cycle, either by length or by clock times (`minutes` is then ignored). Missing days are days off. */
export interface WorkPatternDay {
  /** 1 … `cycleWeeks`. */
  week: number;
  /** 1 = Monday … 7 = Sunday. */
  weekday: number;
  minutes: number;
  /** Sorted, not overlapping (see `readClockIntervals`); null when the day has no clock times. */
  intervals: readonly ClockInterval[] | null;
}

/** A cycle of whole weeks counted from a Monday, in both directions of time. */
export interface WorkPattern {
  cycleWeeks: number;
  anchorMonday: EpochDay;
  days: readonly WorkPatternDay[];
}

/** A dated even week: minutes spread over the working weekdays of `calendarId`, or of the person's calendar when null. */
export interface WeeklyCapacity {
  weeklyMinutes: number;
  calendarId: string | null;
}

export type EngagementKind = 'employee' | 'contractor' | 'mandataire' | 'freelance';

export interface EngagementPlan extends OpenDayRange {
  id: string;
  kind: EngagementKind;
  weeklyMinutes: number | null;
}

/** A work pattern or a capacity entry of the person; the two are one table (READINGS 11). */
export interface PatternAssignment extends OpenDayRange {
  id: string;
  label: string;
  pattern: WorkPattern | WeeklyCapacity;
}

export interface CalendarSpan extends OpenDayRange {
  calendarId: string;
}

/** What a holiday takes: the whole day, one half, or the last minutes worked that day (READINGS 17). */
export type HolidayPart = 'full' | 'morning' | 'afternoon' | { lastMinutes: number };

export interface HolidayPlan {
  id: string;
  label: string;
  day: EpochDay;
  part: HolidayPart;
}

export interface CalendarPlan {
  id: string;
  label: string;
  /** null: the organisation's. */
  workweek: Workweek | null;
  /** In any order. */
  holidays: readonly HolidayPlan[];
}

/** An approved absence of a type that is time off; no other absence belongs in a plan. */
export interface AbsencePlan extends DayRange {
  id: string;
  label: string;
  startsAtNoon: boolean;
  endsAtNoon: boolean;
  /** null: whole or half days; otherwise so many minutes of each date (READINGS 18). */
  minutesPerDay: number | null;
}

export type AllocationLoad =
  | { unit: 'percent'; basisPoints: number; basis: 'nominal' | 'net' }
  | { unit: 'hours_per_week'; minutesPerWeek: number }
  | { unit: 'minutes_per_day'; minutes: number }
  | { unit: 'total'; minutes: number };

export interface AllocationPlan extends DayRange {
  id: string;
  label: string;
  projectId: string | null;
  taskId: string | null;
  status: 'firm' | 'tentative';
  load: AllocationLoad;
}

export interface TimeEntryPlan {
  id: string;
  label: string;
  projectId: string | null;
  day: EpochDay;
  minutes: number;
}

/** Everything that decides one person's figures. `to` may be open only where the type says so. */
export interface PersonPlan {
  personId: string;
  /** The person's own default; null falls through to the calendar's workweek. */
  weeklyMinutes: number | null;
  organizationWorkweek: Workweek;
  /** Empty: employed on every date (READINGS 6). */
  engagements: readonly EngagementPlan[];
  patterns: readonly PatternAssignment[];
  calendarSpans: readonly CalendarSpan[];
  /** Calendars by id: those of the spans and of the capacity entries; share one map among people. */
  calendars: ReadonlyMap<string, CalendarPlan>;
  absences: readonly AbsencePlan[];
  allocations: readonly AllocationPlan[];
  timeEntries: readonly TimeEntryPlan[];
}

/** The eight figures of a person-day, in the order they are stored and shown. */
export const ledgerFigures = ['nominal', 'holiday', 'absence', 'net', 'firm', 'tentative', 'worked', 'over'] as const;
export type LedgerFigure = (typeof ledgerFigures)[number];

/** Minutes per day of `[from, to)`: index `day - from`. */
export type FigureColumns = Readonly<Record<LedgerFigure, Int32Array>>;

/**
 * One person's days. On every day `nominal = holiday + absence + net`, `0 <= net <= nominal`,
 * `over = max(0, firm - net)`, and all eight are 0 outside employment.
 */
export interface PersonLedger extends FigureColumns {
  readonly personId: string;
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** What the ledger was computed on; read by `detectConflicts` and by nobody else. */
  readonly timeline: PersonTimeline;
}

/** Where a day's hours come from, by falling precedence. */
export type HoursSourceKind = 'pattern' | 'capacity' | 'engagement' | 'person' | 'calendar' | 'organization';

/** One day of a compiled cycle: on its axis of worked minutes `[0, minutes)` the morning is `[0, middle)`. */
export interface DaySlot {
  minutes: number;
  middle: number;
  intervals: readonly ClockInterval[] | null;
}

/** A compiled cycle of days: `slots[(day - anchor) mod slots.length]`. */
export interface HoursSource {
  kind: HoursSourceKind;
  /** null for the organisation's own workweek. */
  id: string | null;
  label: string;
  anchor: EpochDay;
  slots: readonly DaySlot[];
  /** Some day of the cycle has clock times. */
  clocked: boolean;
}

/** Days on which employment, source of hours and calendar do not change. */
export interface TimelineSegment extends DayRange {
  /** null outside employment. */
  source: HoursSource | null;
  calendar: CalendarPlan | null;
}

/** A share of an allocation that found no net minute to fall on (READINGS 26). */
export interface UnplacedShare extends DayRange {
  allocation: AllocationPlan;
  minutes: number;
}

/** What holidays and absences take from each day of a timeline; the nullable columns exist where something fine occurs. */
export interface DayMarks {
  /** Bits: 1 holiday morning, 2 holiday afternoon, 4 absence morning, 8 absence afternoon. */
  halves: Uint8Array;
  /** Last minutes worked that are holiday. */
  holidayTail: Int32Array | null;
  /** Minutes of absence without a position. */
  absenceMinutes: Int32Array | null;
}

/** The wider days a ledger was computed on: whole ISO weeks, and whole ranges of bucketed allocations. */
export interface PersonTimeline extends DayRange {
  segments: readonly TimelineSegment[];
  marks: DayMarks;
  columns: FigureColumns;
  /** 1 on days within employment. */
  engaged: Uint8Array;
  unplaced: readonly UnplacedShare[];
}

export interface WeekFigures {
  netMinutes: number;
  firmMinutes: number;
}

export interface WeekChange extends WeekFigures {
  /** Its Monday. */
  week: EpochDay;
  before: WeekFigures;
}

export interface LedgerDifference {
  personId: string;
  /** Days on which any of the eight figures differs, in order. */
  days: EpochDay[];
  /** Mondays of the weeks with such a day: the `capacity_weeks` to write. */
  changedWeeks: EpochDay[];
  /** Weeks whose net or firm sum differs, in order. */
  weeks: WeekChange[];
}
