/** The slow and obvious reference of conflict detection: minute by minute and day by day over `NaivePerson`. */
import type { PersonPlan } from '../../src/domains/capacity/capacity.types';
import { cumulativeFloor, daysOf, NaivePerson, sum, weekdayNumber } from './naive-ledger';

export interface NaiveConflict {
  kind: string;
  days: { day: number; minutesOver: number }[];
  /** `type:id`, sorted. */
  causes: string[];
}

interface Found {
  minutesOver: number;
  causes: Set<string>;
}

/** Every conflict of the plan on the days of `[from, to)`, sorted by kind and start. */
export function naiveConflicts(plan: PersonPlan, from: number, to: number): NaiveConflict[] {
  const person = new NaivePerson(plan);
  const found = new Map<string, Map<number, Found>>();
  const add = (kind: string, day: number, minutesOver: number, causes: string[]): void => {
    if (day < from || day >= to) return;
    const ofKind = found.get(kind) ?? new Map<number, Found>();
    found.set(kind, ofKind);
    const known = ofKind.get(day) ?? { minutesOver: 0, causes: new Set<string>() };
    known.minutesOver += minutesOver;
    causes.forEach((cause) => known.causes.add(cause));
    ofKind.set(day, known);
  };
  for (const day of daysOf(from, to)) addMinutesOver(person, day, add);
  for (const allocation of plan.allocations.filter(({ status }) => status === 'firm')) {
    for (const share of person.load(allocation).unplaced) {
      const allocations = [`allocation:${allocation.id}`];
      const leave = share.days.flatMap((day) => [...absencesOn(person, day), ...holidaysOn(person, day)]);
      const weights = share.days.map((day) => person.day(day).nominal.length);
      let minutes = cumulativeFloor(share.minutes, weights);
      if (sum(weights) === 0) minutes = share.days.map((_, index) => (index === 0 ? share.minutes : 0));
      if (allocation.load.unit === 'minutes_per_day') minutes = share.days.map(() => share.minutes / share.days.length);
      for (const [index, day] of share.days.entries()) {
        if ((minutes[index] ?? 0) > 0) add('unschedulable', day, minutes[index] ?? 0, [...allocations, ...leave]);
      }
    }
  }
  addRestBreaches(person, { from, to }, found);
  return [...found].flatMap(([kind, ofKind]) => merged(person, kind, ofKind)).sort(byKindAndStart);
}

export function byKindAndStart(a: NaiveConflict, b: NaiveConflict): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return (a.days[0]?.day ?? 0) - (b.days[0]?.day ?? 0);
}

function addMinutesOver(
  person: NaivePerson,
  day: number,
  add: (kind: string, day: number, minutesOver: number, causes: string[]) => void,
): void {
  const firm = person.plan.allocations.filter(({ status }) => status === 'firm');
  const { engaged, nominal, absence, holiday, net } = person.day(day);
  if (!engaged) {
    const here = firm.filter((allocation) => allocation.from <= day && day < allocation.to);
    if (here.length > 0)
      add(
        'outside_engagement',
        day,
        0,
        here.map(({ id }) => `allocation:${id}`),
      );
    return;
  }
  const loaded = loadedOn(person, day);
  let absent = absence.size;
  let free = holiday.size;
  for (let minute = net.length; minute < person.planned(day, 'firm'); minute += 1) {
    if (absent > 0) {
      absent -= 1;
      add('on_absence', day, 1, [...loaded, ...absencesOn(person, day)]);
    } else if (free > 0) {
      free -= 1;
      add('on_holiday', day, 1, [...loaded, ...holidaysOn(person, day)]);
    } else {
      add(nominal.length === 0 ? 'non_working_day' : 'over_allocation', day, 1, loaded);
    }
  }
}

function loadedOn(person: NaivePerson, day: number): string[] {
  return person.plan.allocations
    .filter((allocation) => allocation.status === 'firm' && (person.load(allocation).byDay.get(day) ?? 0) > 0)
    .map(({ id }) => `allocation:${id}`);
}

function absencesOn(person: NaivePerson, day: number): string[] {
  if (person.day(day).absence.size === 0) return [];
  return person.plan.absences.filter(({ from, to }) => from <= day && day < to).map(({ id }) => `absence:${id}`);
}

function holidaysOn(person: NaivePerson, day: number): string[] {
  if (person.day(day).holiday.size === 0) return [];
  const all = [...person.plan.calendars.values()].flatMap((calendar) => calendar.holidays);
  return all
    .filter((holiday) => holiday.day === day && inForce(person.plan, holiday.id, day))
    .map(({ id }) => `holiday:${id}`);
}

/** True when the person's calendar on that day holds the holiday. */
function inForce(plan: PersonPlan, holidayId: string, day: number): boolean {
  const covering = plan.calendarSpans.filter(({ from, to }) => from <= day && (to === null || day < to));
  const bounded = covering.filter(({ to }) => to !== null);
  const [latest] = (bounded.length > 0 ? bounded : covering).sort((a, b) => b.from - a.from);
  return plan.calendars.get(latest?.calendarId ?? '')?.holidays.some(({ id }) => id === holidayId) ?? false;
}

/** Walks from the first to the last found day; a working day without a finding ends the conflict before it. */
function merged(person: NaivePerson, kind: string, found: Map<number, Found>): NaiveConflict[] {
  const conflicts: NaiveConflict[] = [];
  let open: NaiveConflict | null = null;
  for (const day of daysOf(Math.min(...found.keys()), Math.max(...found.keys()) + 1)) {
    const here = found.get(day);
    if (here === undefined) {
      if (person.day(day).nominal.length > 0) open = null;
      continue;
    }
    if (open === null) {
      open = { kind, days: [], causes: [] };
      conflicts.push(open);
    }
    open.days.push({ day, minutesOver: here.minutesOver });
    open.causes = [...new Set([...open.causes, ...here.causes])].sort();
  }
  return conflicts;
}

/** First and last worked minute since the epoch, null without clock times, undefined when the day is free. */
function presence(person: NaivePerson, day: number): { first: number; last: number } | null | undefined {
  const { net, clocked } = person.day(day);
  const firm = person.planned(day, 'firm');
  if (net.length === 0 && firm === 0) return undefined;
  const [first] = net;
  const last = net.at(-1);
  if (!clocked || first === undefined || last === undefined) return null;
  return { first: day * 1440 + first, last: day * 1440 + last + Math.max(0, firm - net.length) };
}

function addRestBreaches(
  person: NaivePerson,
  { from, to }: { from: number; to: number },
  found: Map<string, Map<number, Found>>,
): void {
  const breaches = new Map<number, Found>();
  const add = (day: number, minutesOver: number, causes: string[]): void => {
    const known = breaches.get(day);
    breaches.set(day, {
      minutesOver: Math.max(minutesOver, known?.minutesOver ?? 0),
      causes: new Set([...causes, ...(known?.causes ?? [])]),
    });
  };
  for (const day of daysOf(from, to)) {
    const worked = presence(person, day);
    if (worked === undefined || worked === null || person.planned(day, 'firm') === 0) continue;
    const next = daysOf(day + 1, day + 8).find((later) => presence(person, later) !== undefined);
    const start = next === undefined ? undefined : presence(person, next);
    const rest = start ? Math.max(0, start.first - worked.last - 1) : Infinity;
    if (rest < 11 * 60) add(day, 11 * 60 - rest, loadedOn(person, day));
  }
  const mondays = new Set(daysOf(from, to).map((day) => day - weekdayNumber(day) + 1));
  for (const monday of mondays) {
    const week = daysOf(monday, monday + 7);
    const last = week.filter((day) => day >= from && day < to && person.planned(day, 'firm') > 0).at(-1);
    if (last === undefined || week.some((day) => presence(person, day) === null)) continue;
    const rest = longestFreeStretch(person, monday);
    if (rest < 35 * 60)
      add(
        last,
        35 * 60 - rest,
        week.flatMap((day) => loadedOn(person, day)),
      );
  }
  if (breaches.size > 0) found.set('rest_breach', breaches);
}

function longestFreeStretch(person: NaivePerson, monday: number): number {
  const busy = new Array<boolean>(7 * 1440).fill(false);
  for (const day of daysOf(monday - 1, monday + 7)) {
    const worked = presence(person, day);
    if (worked === undefined || worked === null) continue;
    const begin = Math.max(0, worked.first - monday * 1440);
    for (let minute = begin; minute <= worked.last - monday * 1440 && minute < busy.length; minute += 1)
      busy[minute] = true;
  }
  let longest = 0;
  let current = 0;
  for (const minute of busy) {
    current = minute ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}
