/** Work patterns, and who follows which one when. A capacity entry (weekly hours) is a dated assignment too. */
import type { RecordFields } from '../../shared/record-fields';

/** Minutes since midnight of the date it belongs to; above 1440 on the next date. */
export interface PatternInterval {
  startMinute: number;
  endMinute: number;
}

/** One day of the cycle; missing days are days off. */
export interface PatternDay {
  week: number;
  weekday: number;
  minutes: number;
  intervals: PatternInterval[] | null;
}

export interface WorkPatternRecord extends RecordFields {
  name: string;
  cycleWeeks: number;
  anchorMonday: string;
  days: PatternDay[];
}

/** Either `workPatternId`, or `weeklyMinutes` with the calendar whose working weekdays they spread over. */
export interface PersonWorkPattern extends RecordFields {
  personId: string;
  workPatternId: string | null;
  weeklyMinutes: number | null;
  calendarId: string | null;
  notes: string | null;
  startsOn: string;
  endsOn: string | null;
}

/** A capacity entry as it is sent. */
export interface CapacityInput {
  person_id: string;
  calendar_id?: string | null | undefined;
  period_start: string;
  period_end?: string | null | undefined;
  hours_per_week: number;
  notes?: string | null | undefined;
}
