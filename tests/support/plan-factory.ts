/** Plans for table tests: a person of 35 h (Mon-Fri 7 h) to whom only what the case is about is added. Dates are ISO and inclusive. */
import { toEpochDay } from '../../src/shared/calendar-dates';
import type {
  AbsencePlan,
  AllocationLoad,
  AllocationPlan,
  CalendarPlan,
  EngagementPlan,
  HolidayPart,
  LedgerFigure,
  PatternAssignment,
  PersonPlan,
  WorkPattern,
} from '../../src/domains/capacity/capacity.types';
import { readClockIntervals } from '../../src/domains/capacity/clock-intervals.rules';
import { computePersonLedger } from '../../src/domains/capacity/person-ledger.rules';

/** Minutes of `HH:MM`. */
export function clock(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export function plan(parts: Partial<PersonPlan> = {}): PersonPlan {
  return {
    personId: 'p1',
    weeklyMinutes: null,
    organizationWorkweek: [420, 420, 420, 420, 420, 0, 0],
    engagements: [],
    patterns: [],
    calendarSpans: [],
    calendars: new Map(),
    absences: [],
    allocations: [],
    timeEntries: [],
    ...parts,
  };
}

/** A person who follows one calendar on every date. */
export function onCalendar(
  holidays: [date: string, part: HolidayPart][],
  workweek: CalendarPlan['workweek'] = null,
): Pick<PersonPlan, 'calendars' | 'calendarSpans'> {
  const calendar: CalendarPlan = {
    id: 'c1',
    label: 'France',
    workweek,
    holidays: holidays.map(([date, part], index) => ({
      id: `h${index + 1}`,
      label: date,
      day: toEpochDay(date),
      part,
    })),
  };
  return { calendars: new Map([['c1', calendar]]), calendarSpans: [{ calendarId: 'c1', from: 0, to: null }] };
}

export function dates(from: string, to: string = from): { from: number; to: number } {
  return { from: toEpochDay(from), to: toEpochDay(to) + 1 };
}

export function openDates(from: string, to?: string): { from: number; to: number | null } {
  return { from: toEpochDay(from), to: to === undefined ? null : toEpochDay(to) + 1 };
}

export function leave(from: string, to: string = from, parts: Partial<AbsencePlan> = {}): AbsencePlan {
  const bounds = { startsAtNoon: false, endsAtNoon: false, minutesPerDay: null };
  return { id: 'a1', label: 'leave', ...dates(from, to), ...bounds, ...parts };
}

export function engagement(from: string, to?: string, parts: Partial<EngagementPlan> = {}): EngagementPlan {
  return { id: 'e1', kind: 'employee', weeklyMinutes: null, ...openDates(from, to), ...parts };
}

export function allocation(load: AllocationLoad, from: string, to: string = from, id = 'w1'): AllocationPlan {
  return { id, label: id, projectId: null, taskId: null, status: 'firm', load, ...dates(from, to) };
}

export function percent(value: number, basis: 'nominal' | 'net' = 'nominal'): AllocationLoad {
  return { unit: 'percent', basisPoints: value * 100, basis };
}

export function assigned(
  pattern: PatternAssignment['pattern'],
  from = '1990-01-01',
  to?: string,
  id = 'pattern-1',
): PatternAssignment {
  return { id, label: id, pattern, ...openDates(from, to) };
}

/** One week: minutes, or `['09:00', '12:00', '13:00', '17:00']`, per weekday from Monday; 0 is a day off. */
export function weekPattern(days: (number | string[])[], anchor = '2026-01-05'): WorkPattern {
  const cycleWeeks = Math.ceil(days.length / 7);
  return {
    cycleWeeks,
    anchorMonday: toEpochDay(anchor),
    days: days.map((day, index) => {
      const place = { week: Math.floor(index / 7) + 1, weekday: (index % 7) + 1 };
      if (typeof day === 'number') return { ...place, minutes: day, intervals: null };
      const raw = [];
      for (let at = 0; at + 1 < day.length; at += 2) {
        raw.push({ startMinute: clock(day[at] ?? ''), endMinute: clock(day[at + 1] ?? '') });
      }
      const reading = readClockIntervals(raw);
      if ('problem' in reading) throw new Error(`${day.join(' ')}: ${reading.problem}`);
      const { intervals } = reading;
      return { ...place, minutes: 0, intervals };
    }),
  };
}

/** One figure of the dates `from`…`to`. */
export function figures(person: PersonPlan, figure: LedgerFigure, from: string, to: string = from): number[] {
  const range = dates(from, to);
  return [...computePersonLedger(person, range.from, range.to)[figure]];
}

/** `[nominal, holiday, absence, net]` of one date. */
export function split(person: PersonPlan, date: string): (number | undefined)[] {
  return (['nominal', 'holiday', 'absence', 'net'] as const).map((figure) => figures(person, figure, date)[0]);
}
