/** People: who can be planned, whether or not they have an account. */
import type { RecordFields } from '../../shared/record-fields';

/** Where a record comes from. */
export const personSources = ['manual', 'payfit', 'gryzzly', 'import'] as const;
export type PersonSource = (typeof personSources)[number];

export interface Person extends RecordFields {
  fullName: string;
  /** Shown and filtered by; changes no figure (READINGS 29). */
  active: boolean;
  managerId: string | null;
  costCenter: string | null;
  location: string | null;
  /** null = the calendar's workweek decides; 0 is a value (READINGS 8). */
  weeklyMinutesDefault: number | null;
  source: PersonSource;
}

/** A person follows a calendar between two dates, both inclusive; without an end, until another open one starts (READINGS 11). */
export interface PersonCalendar extends RecordFields {
  personId: string;
  calendarId: string;
  startsOn: string;
  endsOn: string | null;
}
