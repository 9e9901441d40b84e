/** A workweek on the wire: hours by weekday, missing = 0 (READINGS 2). */
import { hoursOfMinutes, minutesOfHours } from '../../shared/wire-hours';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type WireWorkweek = Partial<Record<(typeof weekdays)[number], number | undefined>>;

/** @example workweekMinutesOf({ monday: 7.5 }) is [450, 0, 0, 0, 0, 0, 0] */
export function workweekMinutesOf(workweek: WireWorkweek): number[] {
  return weekdays.map((weekday) => minutesOfHours(workweek[weekday] ?? 0));
}

/** All seven weekdays. @example wireWorkweekOf([450, 0, 0, 0, 0, 0, 0]).monday === 7.5 */
export function wireWorkweekOf(minutes: readonly number[]): Record<string, number> {
  return Object.fromEntries(weekdays.map((weekday, index) => [weekday, hoursOfMinutes(minutes[index] ?? 0)]));
}
