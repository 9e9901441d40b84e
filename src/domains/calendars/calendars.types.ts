/** Calendars: a workweek and the days off that everybody who follows one has. */
import type { RecordFields } from '../../shared/record-fields';

export interface Calendar extends RecordFields {
  name: string;
  /** Monday first; null = the organisation's workweek. */
  workweekMinutes: number[] | null;
}

export const holidayParts = ['full', 'morning', 'afternoon'] as const;
export const holidayKinds = ['public', 'closure', 'bridge'] as const;
export const holidaySources = ['manual', 'generated', 'import'] as const;

/** What of the day is off; `last_minutes` is v9's `hours`: the last ones worked that day (READINGS 17). */
export interface HolidayExtent {
  part: (typeof holidayParts)[number] | 'last_minutes';
  lastMinutes: number | null;
}

export interface Holiday extends RecordFields, HolidayExtent {
  calendarId: string;
  date: string;
  label: string;
  kind: (typeof holidayKinds)[number];
  source: (typeof holidaySources)[number];
  /** Names a generated day for good, so that it is never generated twice, even when it was moved or deleted. */
  generatedKey: string | null;
}
