/** Where the hours of a day come from, compiled to a cycle of day slots (READINGS 3-5, 7-10, 12, 13). */
import type { EpochDay } from '../../shared/calendar-dates';
import { lengthOf, middleOfIntervals } from './clock-intervals.rules';
import type {
  CalendarPlan,
  DaySlot,
  EngagementPlan,
  HoursSource,
  PatternAssignment,
  PersonPlan,
  WorkPattern,
  WorkPatternDay,
  Workweek,
} from './capacity.types';

/** 1969-12-29: the Monday that weekly cycles are counted from. */
const ANY_MONDAY: EpochDay = -3;
const DAYS_PER_WEEK = 7;
const DAY_OFF: DaySlot = { minutes: 0, middle: 0, intervals: null };

/** What decides the hours on one date within employment. */
export interface HoursInForce {
  assignment: PatternAssignment | null;
  /** Engagements in force on that date. */
  engagements: readonly EngagementPlan[];
  calendar: CalendarPlan | null;
}

/** The first step of the precedence that speaks: pattern or capacity, engagement, person, calendar, organisation. */
export function hoursSourceOf(plan: PersonPlan, inForce: HoursInForce): HoursSource {
  const { assignment, calendar } = inForce;
  const workweek = calendar?.workweek ?? plan.organizationWorkweek;
  if (assignment !== null) return assignedSource(plan, assignment, workweek);
  const engagement = engagementWithHours(inForce.engagements);
  if (engagement !== null) {
    const { id, kind, weeklyMinutes } = engagement;
    return weeklySource({ kind: 'engagement', id, label: kind }, evenWeek(weeklyMinutes, workweek));
  }
  if (plan.weeklyMinutes !== null) {
    const label = 'weekly hours of the person';
    return weeklySource({ kind: 'person', id: plan.personId, label }, evenWeek(plan.weeklyMinutes, workweek));
  }
  if (calendar !== null && calendar.workweek !== null) {
    return weeklySource({ kind: 'calendar', id: calendar.id, label: calendar.label }, calendar.workweek);
  }
  return weeklySource(
    { kind: 'organization', id: null, label: 'workweek of the organisation' },
    plan.organizationWorkweek,
  );
}

/** The slot of `day`; cycles run in both directions of time from their anchor. */
export function slotOf(source: HoursSource, day: EpochDay): DaySlot {
  return source.slots[cycleIndexOf(source, day)] ?? DAY_OFF;
}

/** Index of `day` in the cycle of `source`, 0 … length - 1. */
export function cycleIndexOf(source: HoursSource, day: EpochDay): number {
  const length = source.slots.length;
  return (((day - source.anchor) % length) + length) % length;
}

/**
 * Weekly minutes spread over the working weekdays, each the same, odd minutes to the earliest (READINGS 9).
 *
 * @example evenWeek(2101, [420, 420, 420, 420, 420, 0, 0]) // [421, 420, 420, 420, 420, 0, 0]
 */
export function evenWeek(weeklyMinutes: number, workweek: Workweek): Workweek {
  const workingDays = workweek.reduce((count, minutes) => count + (minutes > 0 ? 1 : 0), 0);
  if (workingDays === 0) return [0, 0, 0, 0, 0, 0, 0];
  const share = Math.floor(weeklyMinutes / workingDays);
  let odd = weeklyMinutes - share * workingDays;
  const spread = workweek.map((minutes) => (minutes > 0 ? share + (odd-- > 0 ? 1 : 0) : 0));
  return spread as unknown as Workweek;
}

/** Of several engagements at once: those with hours, first `employee`, then latest start, then highest id (READINGS 7). */
function engagementWithHours(
  engagements: readonly EngagementPlan[],
): (EngagementPlan & { weeklyMinutes: number }) | null {
  let best: (EngagementPlan & { weeklyMinutes: number }) | null = null;
  for (const engagement of engagements) {
    const { weeklyMinutes } = engagement;
    if (weeklyMinutes === null) continue;
    if (best === null || precedes(engagement, best)) best = { ...engagement, weeklyMinutes };
  }
  return best;
}

function precedes(a: EngagementPlan, b: EngagementPlan): boolean {
  if ((a.kind === 'employee') !== (b.kind === 'employee')) return a.kind === 'employee';
  if (a.from !== b.from) return a.from > b.from;
  return a.id > b.id;
}

function assignedSource(plan: PersonPlan, assignment: PatternAssignment, workweek: Workweek): HoursSource {
  const { id, label, pattern } = assignment;
  if ('cycleWeeks' in pattern) return cycleSource({ kind: 'pattern', id, label }, pattern);
  const chosen = pattern.calendarId === null ? null : (plan.calendars.get(pattern.calendarId) ?? null);
  const chosenWorkweek = chosen === null ? workweek : (chosen.workweek ?? plan.organizationWorkweek);
  return weeklySource({ kind: 'capacity', id, label }, evenWeek(pattern.weeklyMinutes, chosenWorkweek));
}

function weeklySource(origin: Pick<HoursSource, 'kind' | 'id' | 'label'>, week: Workweek): HoursSource {
  return { ...origin, anchor: ANY_MONDAY, slots: week.map(slotOfMinutes), clocked: false };
}

function cycleSource(origin: Pick<HoursSource, 'kind' | 'id' | 'label'>, pattern: WorkPattern): HoursSource {
  const slots = new Array<DaySlot>(pattern.cycleWeeks * DAYS_PER_WEEK).fill(DAY_OFF);
  for (const day of pattern.days) slots[(day.week - 1) * DAYS_PER_WEEK + day.weekday - 1] = slotOfPatternDay(day);
  return { ...origin, anchor: pattern.anchorMonday, slots, clocked: slots.some((slot) => slot.intervals !== null) };
}

function slotOfPatternDay({ minutes, intervals }: WorkPatternDay): DaySlot {
  if (intervals === null || intervals.length === 0) return slotOfMinutes(minutes);
  return { minutes: lengthOf(intervals), middle: middleOfIntervals(intervals), intervals };
}

function slotOfMinutes(minutes: number): DaySlot {
  return minutes === 0 ? DAY_OFF : { minutes, middle: Math.floor(minutes / 2), intervals: null };
}
