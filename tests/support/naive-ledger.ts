/**
 * The slow and obvious reference of the capacity engine: every day is a list of single minutes that holidays, absences and
 * loads are applied to one by one, in BigInt where something is divided. It shares no code with the engine, on purpose.
 */
import type {
  AllocationPlan,
  CalendarPlan,
  EngagementPlan,
  LedgerFigure,
  OpenDayRange,
  PersonPlan,
  WorkPattern,
} from '../../src/domains/capacity/capacity.types';

/** One day as sets of minutes; minutes are wall-clock minutes where the pattern has clock times. */
export interface NaiveDay {
  engaged: boolean;
  clocked: boolean;
  nominal: number[];
  holiday: Set<number>;
  absence: Set<number>;
  /** In order. */
  net: number[];
}

export type NaiveFigures = Record<LedgerFigure, number>;

export interface NaiveShare {
  allocation: AllocationPlan;
  days: number[];
  minutes: number;
}

/** Answers questions about one plan, day by day. */
export class NaivePerson {
  private readonly days = new Map<number, NaiveDay>();
  private readonly loads = new Map<AllocationPlan, { byDay: Map<number, number>; unplaced: NaiveShare[] }>();

  constructor(readonly plan: PersonPlan) {}

  day(day: number): NaiveDay {
    let known = this.days.get(day);
    if (known === undefined) {
      known = naiveDay(this.plan, day);
      this.days.set(day, known);
    }
    return known;
  }

  load(allocation: AllocationPlan): { byDay: Map<number, number>; unplaced: NaiveShare[] } {
    let known = this.loads.get(allocation);
    if (known === undefined) {
      known = naiveLoad(this, allocation);
      this.loads.set(allocation, known);
    }
    return known;
  }

  planned(day: number, status: 'firm' | 'tentative'): number {
    const allocations = this.plan.allocations.filter((allocation) => allocation.status === status);
    return sum(allocations.map((allocation) => this.load(allocation).byDay.get(day) ?? 0));
  }

  figures(day: number): NaiveFigures {
    const { engaged, nominal, holiday, absence, net } = this.day(day);
    const firm = this.planned(day, 'firm');
    const entries = this.plan.timeEntries.filter((entry) => engaged && entry.day === day);
    return {
      nominal: nominal.length,
      holiday: holiday.size,
      absence: absence.size,
      net: net.length,
      firm,
      tentative: this.planned(day, 'tentative'),
      worked: sum(entries.map((entry) => entry.minutes)),
      over: firm > net.length ? firm - net.length : 0,
    };
  }
}

export function weekdayNumber(day: number): number {
  const sundayFirst = new Date(day * 86_400_000).getUTCDay();
  return sundayFirst === 0 ? 7 : sundayFirst;
}

export function daysOf(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function covers({ from, to }: OpenDayRange, day: number): boolean {
  return from <= day && (to === null || day < to);
}

function inForce<Span extends OpenDayRange>(spans: readonly Span[], day: number): Span | undefined {
  const covering = spans.filter((span) => covers(span, day));
  const bounded = covering.filter((span) => span.to !== null);
  const candidates = bounded.length > 0 ? bounded : covering;
  return [...candidates].sort((a, b) => a.from - b.from).at(-1);
}

function naiveDay(plan: PersonPlan, day: number): NaiveDay {
  const engagements = plan.engagements.filter((engagement) => covers(engagement, day));
  const engaged = plan.engagements.length === 0 || engagements.length > 0;
  const none = {
    engaged,
    clocked: false,
    nominal: [],
    holiday: new Set<number>(),
    absence: new Set<number>(),
    net: [],
  };
  if (!engaged) return none;
  const calendar = plan.calendars.get(inForce(plan.calendarSpans, day)?.calendarId ?? '');
  const { minutes, clocked, morning } = naiveMinutes(plan, { day, engagements, calendar });
  const first = minutes.slice(0, morning);
  const second = minutes.slice(morning);
  const holiday = new Set<number>();
  for (const { part, day: date } of calendar?.holidays ?? []) {
    if (date !== day) continue;
    if (part === 'full' || part === 'morning') first.forEach((minute) => holiday.add(minute));
    if (part === 'full' || part === 'afternoon') second.forEach((minute) => holiday.add(minute));
    if (typeof part !== 'string') {
      for (const [index, minute] of minutes.entries())
        if (index >= minutes.length - part.lastMinutes) holiday.add(minute);
    }
  }
  const absence = new Set<number>();
  const here = plan.absences.filter((candidate) => covers(candidate, day));
  for (const { from, to, startsAtNoon, endsAtNoon, minutesPerDay } of here) {
    if (minutesPerDay !== null) continue;
    if (!(startsAtNoon && day === from)) first.forEach((minute) => absence.add(minute));
    if (!(endsAtNoon && day === to - 1)) second.forEach((minute) => absence.add(minute));
  }
  holiday.forEach((minute) => absence.delete(minute));
  let net = minutes.filter((minute) => !holiday.has(minute) && !absence.has(minute));
  for (const { minutesPerDay } of here) {
    for (let taken = 0; taken < (minutesPerDay ?? 0) && net.length > 0; taken += 1) {
      const last = net.at(-1) ?? 0;
      absence.add(last);
      net = net.slice(0, -1);
    }
  }
  return { engaged, clocked, nominal: minutes, holiday, absence, net };
}

interface NaiveContext {
  day: number;
  engagements: EngagementPlan[];
  calendar: CalendarPlan | undefined;
}

function naiveMinutes(
  plan: PersonPlan,
  { day, engagements, calendar }: NaiveContext,
): { minutes: number[]; clocked: boolean; morning: number } {
  const assignment = inForce(plan.patterns, day);
  if (assignment !== undefined && 'cycleWeeks' in assignment.pattern) return patternMinutes(assignment.pattern, day);
  const length = weeklyMinutesOn(plan, { day, engagements, calendar });
  return { minutes: daysOf(0, length), clocked: false, morning: Math.floor(length / 2) };
}

function weeklyMinutesOn(plan: PersonPlan, { day, engagements, calendar }: NaiveContext): number {
  const workweek = calendar?.workweek ?? plan.organizationWorkweek;
  const assignment = inForce(plan.patterns, day);
  if (assignment !== undefined && 'weeklyMinutes' in assignment.pattern) {
    const { calendarId, weeklyMinutes } = assignment.pattern;
    const chosen = calendarId === null ? undefined : plan.calendars.get(calendarId);
    const working = chosen === undefined ? workweek : (chosen.workweek ?? plan.organizationWorkweek);
    return evenMinutes(weeklyMinutes, working, day);
  }
  const speaking = engagements
    .filter((engagement) => engagement.weeklyMinutes !== null)
    .sort((a, b) => b.from - a.from || (a.id < b.id ? 1 : -1));
  const chosen = speaking.find((engagement) => engagement.kind === 'employee') ?? speaking[0];
  const weekly = chosen?.weeklyMinutes ?? plan.weeklyMinutes;
  return weekly === null ? (workweek[weekdayNumber(day) - 1] ?? 0) : evenMinutes(weekly, workweek, day);
}

/** Deals the weekly minutes out one by one, round after round, Monday first. */
function evenMinutes(weeklyMinutes: number, workweek: readonly number[], day: number): number {
  const working = daysOf(1, 8).filter((weekday) => (workweek[weekday - 1] ?? 0) > 0);
  if (!working.includes(weekdayNumber(day))) return 0;
  let own = 0;
  for (let dealt = 0; dealt < weeklyMinutes; dealt += 1) {
    if (working[dealt % working.length] === weekdayNumber(day)) own += 1;
  }
  return own;
}

function patternMinutes(pattern: WorkPattern, day: number): { minutes: number[]; clocked: boolean; morning: number } {
  let anchor = pattern.anchorMonday;
  while (anchor > day) anchor -= 7 * pattern.cycleWeeks;
  const week = (Math.floor((day - anchor) / 7) % pattern.cycleWeeks) + 1;
  const found = pattern.days.find((slot) => slot.week === week && slot.weekday === weekdayNumber(day));
  const intervals = found?.intervals ?? [];
  if (intervals.length === 0) {
    const length = found?.minutes ?? 0;
    return { minutes: daysOf(0, length), clocked: false, morning: Math.floor(length / 2) };
  }
  const minutes = intervals.flatMap(({ startMinute, endMinute }) => daysOf(startMinute, endMinute));
  let morning = Math.floor(minutes.length / 2);
  let longest = 0;
  for (let index = 1; index < minutes.length; index += 1) {
    const pause = (minutes[index] ?? 0) - (minutes[index - 1] ?? 0) - 1;
    if (pause > longest) {
      longest = pause;
      morning = index;
    }
  }
  return { minutes, clocked: true, morning };
}

function naiveLoad(
  person: NaivePerson,
  allocation: AllocationPlan,
): { byDay: Map<number, number>; unplaced: NaiveShare[] } {
  const { load } = allocation;
  const days = daysOf(allocation.from, allocation.to);
  const nominal = (day: number): number => person.day(day).nominal.length;
  const net = (day: number): number => person.day(day).net.length;
  if (load.unit === 'percent') {
    const base = load.basis === 'net' ? net : nominal;
    const minutes = (day: number): number =>
      Number((2n * BigInt(base(day)) * BigInt(load.basisPoints) + 10_000n) / 20_000n);
    return { byDay: new Map(days.map((day) => [day, minutes(day)])), unplaced: [] };
  }
  if (load.unit === 'minutes_per_day') {
    const landing = days.filter((day) => (days.length === 1 ? person.day(day).engaged : nominal(day) > 0));
    const lost = landing.length === 0 && days.length > 1;
    const unplaced = lost ? [{ allocation, days, minutes: load.minutes * days.length }] : [];
    return { byDay: new Map(landing.map((day) => [day, load.minutes])), unplaced };
  }
  if (load.unit === 'total') return bucket(person, { allocation, days, minutes: load.minutes });
  const byDay = new Map<number, number>();
  const unplaced: NaiveShare[] = [];
  const mondays = new Set(days.map((day) => day - weekdayNumber(day) + 1));
  for (const monday of mondays) {
    const week = daysOf(monday, monday + 7);
    const shares = cumulativeFloor(load.minutesPerWeek, week.map(nominal));
    const own = week.filter((day) => days.includes(day));
    const minutes = sum(own.map((day) => shares[day - monday] ?? 0));
    const placed = bucket(person, { allocation, days: own, minutes });
    placed.byDay.forEach((value, day) => byDay.set(day, value));
    unplaced.push(...placed.unplaced);
  }
  return { byDay, unplaced };
}

function bucket(person: NaivePerson, share: NaiveShare): { byDay: Map<number, number>; unplaced: NaiveShare[] } {
  const weights = share.days.map((day) => person.day(day).net.length);
  if (sum(weights) === 0) return { byDay: new Map(), unplaced: share.minutes > 0 ? [share] : [] };
  const minutes = cumulativeFloor(share.minutes, weights);
  return { byDay: new Map(share.days.map((day, index) => [day, minutes[index] ?? 0])), unplaced: [] };
}

export function cumulativeFloor(minutes: number, weights: readonly number[]): number[] {
  const total = BigInt(sum(weights));
  if (total === 0n) return weights.map(() => 0);
  const through = (count: number): bigint => (BigInt(minutes) * BigInt(sum(weights.slice(0, count)))) / total;
  return weights.map((_, index) => Number(through(index + 1) - through(index)));
}
