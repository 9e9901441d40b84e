/** Two calendars with the public holidays of three years, and one day on which the whole company is closed. */
import { generateHolidays } from '../domains/calendars/generated-holidays.rules';
import { addDays, type IsoDate } from '../shared/calendar-dates';
import type { Holiday } from '../domains/calendars/calendars.types';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { DemoPlan, Row } from './demo.types';

/** The code of the region whose holidays are other than those of the rest of France. */
export const ALSACE = '57';

const places = [
  { key: 'france', name: 'France', region: null },
  { key: 'alsace-moselle', name: 'Alsace-Moselle', region: ALSACE },
] as const;

/** Week of the closure, counted from this one. */
const CLOSURE_WEEK = 6;
const FRIDAY = 4;

/** Calendars and holidays; the same days as `POST /calendars/{id}/holidays:generate` gives. */
export function demoCalendars(dates: DemoDates): Pick<DemoPlan, 'calendars' | 'holidays'> {
  const holidays = places.flatMap((place) =>
    generateHolidays({ country: 'FR', region: place.region }, dates.years).map((day) =>
      holidayOf(place.key, { ...day, kind: 'public', source: 'generated', generatedKey: day.date }),
    ),
  );
  const taken = new Set(holidays.map((holiday) => holiday.date));
  let closure: IsoDate = dates.day(CLOSURE_WEEK, FRIDAY);
  while (taken.has(closure)) closure = addDays(closure, 7);
  for (const place of places) {
    const label = "Journée d'équipe (fermeture)";
    holidays.push(
      holidayOf(place.key, {
        date: closure,
        label,
        part: 'full',
        kind: 'closure',
        source: 'manual',
        generatedKey: null,
      }),
    );
  }
  return {
    calendars: places.map((place) => ({ id: demoId('calendar', place.key), name: place.name, workweekMinutes: null })),
    holidays,
  };
}

function holidayOf(
  calendarKey: string,
  day: Pick<Holiday, 'date' | 'label' | 'part' | 'kind' | 'source' | 'generatedKey'>,
): Row<Holiday> {
  return {
    ...day,
    id: demoId('holiday', `${calendarKey}/${day.date}`),
    calendarId: demoId('calendar', calendarKey),
    lastMinutes: null,
  };
}
