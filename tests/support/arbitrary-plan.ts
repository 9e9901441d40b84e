/** Random persons for property tests: everything a plan can hold, odd cases at least as often as plain ones. */
import fc from 'fast-check';
import { readClockIntervals } from '../../src/domains/capacity/clock-intervals.rules';
import type {
  AbsencePlan,
  AllocationLoad,
  AllocationPlan,
  CalendarPlan,
  HolidayPart,
  OpenDayRange,
  PersonPlan,
  WorkPattern,
  WorkPatternDay,
  Workweek,
} from '../../src/domains/capacity/capacity.types';

/** Monday 2026-01-05. */
export const HORIZON_START = 20458;

const id = (prefix: string): fc.Arbitrary<string> => fc.uuid().map((value) => `${prefix}-${value}`);
const weeklyMinutes = fc.constantFrom(0, 1, 419, 1680, 2100, 2101, 2399);

const workweek: fc.Arbitrary<Workweek> = fc.oneof(
  fc.constant<Workweek>([420, 420, 420, 420, 420, 0, 0]),
  fc.constant<Workweek>([0, 0, 0, 0, 0, 0, 0]),
  fc.tuple(
    ...Array.from({ length: 7 }, () => fc.constantFrom(0, 1, 239, 420, 451)),
  ) as unknown as fc.Arbitrary<Workweek>,
);

function range(days: number): fc.Arbitrary<{ from: number; to: number }> {
  return fc
    .tuple(
      fc.integer({ min: -10, max: days + 3 }),
      fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 25 })),
    )
    .map(([start, length]) => ({ from: HORIZON_START + start, to: HORIZON_START + start + length }));
}

function openRange(days: number): fc.Arbitrary<OpenDayRange> {
  return fc.tuple(range(days), fc.boolean()).map(([{ from, to }, open]) => ({ from, to: open ? null : to + 20 }));
}

/** Drops what the tables refuse: bounded spans that overlap, and two spans of one start. */
function legalSpans<Span extends OpenDayRange>(spans: Span[]): Span[] {
  const legal: Span[] = [];
  for (const span of spans) {
    const clash = legal.some(
      (other) =>
        other.from === span.from ||
        (other.to !== null && span.to !== null && other.from < span.to && span.from < other.to),
    );
    if (!clash) legal.push(span);
  }
  return legal;
}

const clockIntervals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 3 })
  .map((raw) => raw.map(([start, length]) => ({ startMinute: start * 15, endMinute: ((start + length) * 15) % 1440 })))
  .map((raw) => readClockIntervals(raw))
  .filter((reading) => 'intervals' in reading)
  .map((reading) => ('intervals' in reading ? reading.intervals : []));

const usualIntervals = fc.constantFrom(
  [
    { startMinute: 540, endMinute: 720 },
    { startMinute: 780, endMinute: 1020 },
  ],
  [{ startMinute: 1320, endMinute: 1800 }],
  [{ startMinute: 780, endMinute: 1350 }],
  [{ startMinute: 420, endMinute: 901 }],
);

function patternDays(cycleWeeks: number): fc.Arbitrary<WorkPatternDay[]> {
  const day = fc.record({
    week: fc.integer({ min: 1, max: cycleWeeks }),
    weekday: fc.integer({ min: 1, max: 7 }),
    minutes: fc.constantFrom(1, 240, 421, 480),
    intervals: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, usualIntervals, usualIntervals, clockIntervals),
  });
  return fc.uniqueArray(day, { selector: ({ week, weekday }) => `${week}/${weekday}`, maxLength: cycleWeeks * 6 });
}

const pattern: fc.Arbitrary<WorkPattern> = fc.integer({ min: 1, max: 3 }).chain((cycleWeeks) =>
  fc.record({
    cycleWeeks: fc.constant(cycleWeeks),
    anchorMonday: fc.integer({ min: -3, max: 3 }).map((weeks) => HORIZON_START + 7 * weeks),
    days: patternDays(cycleWeeks),
  }),
);

const holidayPart: fc.Arbitrary<HolidayPart> = fc.oneof(
  fc.constantFrom<HolidayPart>('full', 'morning', 'afternoon'),
  fc.constantFrom(30, 211, 500, 1440).map((lastMinutes) => ({ lastMinutes })),
);

function calendar(calendarId: string, days: number): fc.Arbitrary<CalendarPlan> {
  const holiday = fc.record({
    id: id('holiday'),
    label: fc.constant('holiday'),
    day: fc.integer({ min: -7, max: days + 7 }).map((offset) => HORIZON_START + offset),
    part: holidayPart,
  });
  return fc.record({
    id: fc.constant(calendarId),
    label: fc.constant(calendarId),
    workweek: fc.option(workweek, { freq: 2 }),
    holidays: fc.array(holiday, { maxLength: 12 }),
  });
}

function absence(days: number): fc.Arbitrary<AbsencePlan> {
  return fc
    .record({
      id: id('absence'),
      dates: range(days),
      bounds: fc.integer({ min: 0, max: 3 }),
      minutes: fc.constantFrom(1, 90, 600),
    })
    .chain(({ id: absenceId, dates, bounds, minutes }) =>
      fc.boolean().map((byHours) => {
        const middleToMiddle = dates.to - dates.from === 1 && bounds === 3;
        return {
          id: absenceId,
          label: 'leave',
          ...dates,
          startsAtNoon: !byHours && (bounds & 1) === 1,
          endsAtNoon: !byHours && (bounds & 2) === 2 && !middleToMiddle,
          minutesPerDay: byHours ? minutes : null,
        };
      }),
    );
}

const load: fc.Arbitrary<AllocationLoad> = fc.oneof(
  fc.record({
    unit: fc.constant('percent' as const),
    basisPoints: fc.constantFrom(1, 3333, 5000, 10_000, 20_000),
    basis: fc.constantFrom('nominal' as const, 'net' as const),
  }),
  fc.record({ unit: fc.constant('hours_per_week' as const), minutesPerWeek: fc.constantFrom(1, 431, 2100, 3000) }),
  fc.record({ unit: fc.constant('minutes_per_day' as const), minutes: fc.constantFrom(1, 240, 421, 700) }),
  fc.record({ unit: fc.constant('total' as const), minutes: fc.constantFrom(1, 100, 1999, 6000) }),
);

function allocation(days: number): fc.Arbitrary<AllocationPlan> {
  return fc
    .record({
      id: id('allocation'),
      label: fc.constant('work'),
      projectId: fc.constant(null),
      taskId: fc.constant(null),
      dates: range(days),
      single: fc.boolean(),
      status: fc.constantFrom('firm' as const, 'firm' as const, 'tentative' as const),
      load,
    })
    .map(({ dates, single, ...rest }) => ({ ...rest, from: dates.from, to: single ? dates.from + 1 : dates.to }));
}

/** What the people of one organisation share. */
export interface World {
  organizationWorkweek: Workweek;
  calendars: Map<string, CalendarPlan>;
  patterns: readonly WorkPattern[];
}

const calendarIds = ['calendar-a', 'calendar-b', 'calendar-c'] as const;

/** An organisation without people: its workweek, three calendars and a few work patterns. */
export function arbitraryWorld(days: number): fc.Arbitrary<World> {
  return fc.record({
    organizationWorkweek: workweek,
    calendars: fc
      .tuple(...calendarIds.map((calendarId) => calendar(calendarId, days)))
      .map((plans) => new Map(plans.map((plan) => [plan.id, plan]))),
    patterns: fc.array(pattern, { minLength: 1, maxLength: 4 }),
  });
}

/** A person of `world` whose dates lie around `[HORIZON_START, HORIZON_START + days)`. */
export function arbitraryPersonOf(world: World, days: number): fc.Arbitrary<PersonPlan> {
  const calendarId = fc.constantFrom(...calendarIds);
  const anyPattern = fc.constantFrom(...world.patterns);
  return fc
    .record({
      personId: fc.constant('person'),
      weeklyMinutes: fc.option(weeklyMinutes, { freq: 1 }),
      engagements: fc.array(
        fc.tuple(openRange(days), id('engagement'), fc.constantFrom('employee', 'freelance'), fc.option(weeklyMinutes)),
        { maxLength: 3 },
      ),
      patterns: fc.array(
        fc.tuple(
          openRange(days),
          id('pattern'),
          fc.oneof(anyPattern, anyPattern, fc.record({ weeklyMinutes, calendarId: fc.option(calendarId) })),
        ),
        { maxLength: 4 },
      ),
      calendarSpans: fc.array(fc.tuple(openRange(days), calendarId), { maxLength: 3 }),
      absences: fc.array(absence(days), { maxLength: 5 }),
      allocations: fc.array(allocation(days), { maxLength: 8 }),
      timeEntries: fc.array(
        fc.record({ id: id('entry'), day: fc.integer({ min: 0, max: days }), minutes: fc.nat(600) }),
        {
          maxLength: 5,
        },
      ),
    })
    .map((raw) => ({
      ...raw,
      organizationWorkweek: world.organizationWorkweek,
      calendars: world.calendars,
      engagements: raw.engagements.map(([dates, engagementId, kind, minutes]) => ({
        ...dates,
        id: engagementId,
        kind,
        weeklyMinutes: minutes,
      })),
      patterns: legalSpans(
        raw.patterns.map(([dates, patternId, work]) => ({ ...dates, id: patternId, label: 'pattern', pattern: work })),
      ),
      calendarSpans: legalSpans(
        raw.calendarSpans.map(([dates, calendarOfSpan]) => ({ ...dates, calendarId: calendarOfSpan })),
      ),
      timeEntries: raw.timeEntries.map((entry) => ({
        ...entry,
        label: 'entry',
        projectId: null,
        day: HORIZON_START + entry.day,
      })),
    }));
}

/** A person in an organisation of their own. */
export function arbitraryPlan(days: number): fc.Arbitrary<PersonPlan> {
  return arbitraryWorld(days).chain((world) => arbitraryPersonOf(world, days));
}
