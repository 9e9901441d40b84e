/** Spans of days as their halves. */
import { fromEpochDay, toEpochDay, type IsoDate } from '../shared/calendar-dates';

/**
 * Every half of a span, both ends included.
 * @example from the noon of 3 November 2026 to the noon of the 4th: 2026-11-03/pm, 2026-11-04/am
 */
export function halfDaysOf(span: { from: IsoDate; to: IsoDate; fromNoon: boolean; toNoon: boolean }): string[] {
  const halves: string[] = [];
  for (let day = toEpochDay(span.from); day <= toEpochDay(span.to); day += 1) {
    const date = fromEpochDay(day);
    if (date !== span.from || !span.fromNoon) halves.push(`${date}/am`);
    if (date !== span.to || !span.toNoon) halves.push(`${date}/pm`);
  }
  return halves;
}
