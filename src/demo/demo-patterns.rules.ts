/** Part-time weeks: who works on which weekdays, and a stretch of longer weeks. */
import type { PatternDay } from '../domains/work-patterns/work-patterns.types';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { DemoPlan } from './demo.types';

const FULL_DAY_MINUTES = 420;
/** The Monday that week 1 of every cycle is counted from. */
const ANCHOR_MONDAY = '2020-01-06';
const FOUR_DAYS = 'Quatre jours, mercredi libre';
const EVERY_OTHER_WEDNESDAY = 'Un mercredi sur deux';
/** Weekly minutes of the stretch of longer weeks. */
const LONGER_WEEK_MINUTES = 28 * 60;

type PatternsPart = Pick<DemoPlan, 'workPatterns' | 'personWorkPatterns'>;

/** Two patterns with the hours that their followers have anyway, and a capacity entry of some months from the next one on. */
export function demoPatterns(dates: DemoDates): PatternsPart {
  const follows = (personKey: string, pattern: string): PatternsPart['personWorkPatterns'][number] => ({
    id: demoId('person_work_pattern', personKey),
    personId: demoId('person', personKey),
    workPatternId: demoId('work_pattern', pattern),
    weeklyMinutes: null,
    calendarId: null,
    notes: null,
    startsOn: `${String(dates.years[0])}-01-01`,
    endsOn: null,
  });
  return {
    workPatterns: [
      patternOf(FOUR_DAYS, [[1, 2, 4, 5]]),
      patternOf(EVERY_OTHER_WEDNESDAY, [
        [1, 2, 3, 4, 5],
        [1, 2, 4, 5],
      ]),
    ],
    personWorkPatterns: [
      follows('julie', FOUR_DAYS),
      follows('manon', EVERY_OTHER_WEDNESDAY),
      {
        ...follows('sofia', FOUR_DAYS),
        workPatternId: null,
        weeklyMinutes: LONGER_WEEK_MINUTES,
        calendarId: demoId('calendar', 'france'),
        notes: 'Renfort avant la livraison',
        startsOn: dates.monthStart(1),
        endsOn: dates.day(17, 6),
      },
    ],
  };
}

/** Full days on the weekdays (1 = Monday) of each week of the cycle. */
function patternOf(name: string, weeks: readonly (readonly number[])[]): PatternsPart['workPatterns'][number] {
  const days = weeks.flatMap((weekdays, index) =>
    weekdays.map((weekday): PatternDay => ({ week: index + 1, weekday, minutes: FULL_DAY_MINUTES, intervals: null })),
  );
  return { id: demoId('work_pattern', name), name, cycleWeeks: weeks.length, anchorMonday: ANCHOR_MONDAY, days };
}
