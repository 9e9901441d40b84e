/** Cuts a range into segments of constant employment, source of hours and calendar (READINGS 6, 7, 11, 12). */
import type { EpochDay } from '../../shared/calendar-dates';
import { hoursSourceOf } from './hours-sources.rules';
import type { CalendarPlan, DayRange, OpenDayRange, PersonPlan, TimelineSegment } from './capacity.types';

/** Segments of `range` in order, without gaps or overlaps. */
export function timelineSegments(plan: PersonPlan, range: DayRange): TimelineSegment[] {
  const bounds = segmentBounds(plan, range);
  const segments: TimelineSegment[] = [];
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const from = bounds[index] ?? range.from;
    const to = bounds[index + 1] ?? range.to;
    segments.push(segmentAt(plan, { from, to }));
  }
  return segments;
}

/** The segment that holds `day`; `day` lies in the range the segments were cut from. */
export function segmentOf(segments: readonly TimelineSegment[], day: EpochDay): TimelineSegment {
  const segment = segments.find((candidate) => day >= candidate.from && day < candidate.to);
  if (segment === undefined) throw new RangeError(`day ${day} is not on the timeline`);
  return segment;
}

/**
 * The span that counts on a date: a bounded one on top of the open ones, of the open ones the latest start (READINGS 11).
 * Two that tie (the tables refuse it) are settled by the later start, then the later place in `spans`.
 */
export function spanInForce<Span extends OpenDayRange>(spans: readonly Span[], day: EpochDay): Span | null {
  let best: Span | null = null;
  for (const span of spans) {
    if (span.from > day || (span.to !== null && span.to <= day)) continue;
    if (best === null || liesOver(span, best)) best = span;
  }
  return best;
}

function liesOver(span: OpenDayRange, other: OpenDayRange): boolean {
  if ((span.to === null) !== (other.to === null)) return span.to !== null;
  return span.from >= other.from;
}

function segmentAt(plan: PersonPlan, range: DayRange): TimelineSegment {
  const day = range.from;
  const calendar = calendarOn(plan, day);
  const engagements = plan.engagements.filter(({ from, to }) => from <= day && (to === null || day < to));
  const engaged = plan.engagements.length === 0 || engagements.length > 0;
  const source = engaged
    ? hoursSourceOf(plan, { assignment: spanInForce(plan.patterns, day), engagements, calendar })
    : null;
  return { from: range.from, to: range.to, source, calendar };
}

function calendarOn(plan: PersonPlan, day: EpochDay): CalendarPlan | null {
  const span = spanInForce(plan.calendarSpans, day);
  return span === null ? null : (plan.calendars.get(span.calendarId) ?? null);
}

function segmentBounds(plan: PersonPlan, range: DayRange): EpochDay[] {
  const bounds = new Set([range.from, range.to]);
  for (const spans of [plan.engagements, plan.patterns, plan.calendarSpans]) {
    for (const { from, to } of spans) {
      if (from > range.from && from < range.to) bounds.add(from);
      if (to !== null && to > range.from && to < range.to) bounds.add(to);
    }
  }
  return [...bounds].sort((a, b) => a - b);
}
