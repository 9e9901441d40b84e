/** Which days a write of worked time can move. Example: 60 minutes that move from Monday to Friday: Monday to Friday. */
import type { PlanScope } from '../capacity/impact.types';
import { spanScope } from '../capacity/span-scope.rules';
import type { TimeEntryFields } from './time-entries.types';

const figures = ['personId', 'projectId', 'date', 'minutes'] as const;

/**
 * The days of the entry before and after; null when only the note differs. Minutes by project are a figure too: the dates
 * themselves are named, so that a closed month keeps them where the day's sum stays the same.
 */
export function timeEntryScope(before: TimeEntryFields | null, after: TimeEntryFields | null): PlanScope | null {
  if (before !== null && after !== null && figures.every((field) => before[field] === after[field])) return null;
  const entries = [before, after].filter((entry) => entry !== null);
  const spans = entries.map(({ personId, date }) => ({ personId, from: date, to: date }));
  const scope = spanScope(spans, 'time_entry.changed');
  return scope === null ? null : { ...scope, figureDates: entries.map((entry) => entry.date) };
}
