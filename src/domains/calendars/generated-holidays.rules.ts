/** Public holidays of a country by the `date-holidays` library (data CC BY-SA), as days of a calendar (READINGS 22). */
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { addDays, isIsoDate, type IsoDate } from '../../shared/calendar-dates';
import { invalidField } from '../../shared/domain-error';

const NOON = 12;
const HOURS_PER_DAY = 24;
const LONGEST_LABEL = 200;

export interface GeneratedHoliday {
  date: IsoDate;
  label: string;
  part: 'full' | 'afternoon';
}

/** `region` is the state's code, `state-region` where states have regions: `57` of FR, `BY` or `BY-A` of DE. */
export interface HolidayPlace {
  country: string;
  region: string | null;
}

/**
 * The public holidays of a place in the given years, in date order, one a date; names in French where there are any.
 * @example generateHolidays({ country: 'FR', region: null }, [2026]) are 11 days, with region '57' 13
 * @throws DomainError validation_failed when the country or the region is not known
 */
export function generateHolidays(place: HolidayPlace, years: readonly number[]): GeneratedHoliday[] {
  const holidays = libraryOf(place);
  const byDate = new Map<IsoDate, GeneratedHoliday>();
  for (const year of [...new Set(years)].sort((a, b) => a - b)) {
    for (const day of holidays.getHolidays(year).flatMap(daysOf)) {
      const known = byDate.get(day.date);
      if (known === undefined || (known.part === 'afternoon' && day.part === 'full')) byDate.set(day.date, day);
    }
  }
  return [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date));
}

function libraryOf({ country, region }: HolidayPlace): Holidays {
  const library = new Holidays();
  if (!Object.hasOwn(library.getCountries(), country)) {
    throw invalidField('/country', 'unknown_country', `${country} is not a country whose holidays are known`);
  }
  const [state = '', part] = (region ?? '').split('-');
  const options = { types: ['public' as const], languages: ['fr'] };
  if (state === '') return new Holidays(country, options);
  if (
    !has(library.getStates(country), state) ||
    (part !== undefined && !has(library.getRegions(country, state), part))
  ) {
    const message = `${region ?? ''} is not a region of ${country} with holidays of its own`;
    throw invalidField('/region', 'unknown_region', message);
  }
  return part === undefined ? new Holidays(country, state, options) : new Holidays(country, state, part, options);
}

function has(names: Record<string, string> | undefined, code: string): boolean {
  return names !== undefined && Object.hasOwn(names, code);
}

/** A holiday that lasts several days is one day each; what starts at noon or later takes the first afternoon. */
function daysOf(holiday: HolidaysTypes.Holiday): GeneratedHoliday[] {
  const date = holiday.date.slice(0, 10);
  const offset = Number(holiday.date.slice(20, 23));
  const startHour = Number(holiday.date.slice(11, 13)) + offset;
  const hours = (holiday.end.getTime() - holiday.start.getTime()) / 3_600_000;
  const count = Math.max(1, Math.floor((startHour + hours + 1) / HOURS_PER_DAY));
  const label = holiday.name.slice(0, LONGEST_LABEL);
  return Array.from({ length: count }, (_, index) => ({
    date: addDays(date, index),
    label,
    part: index === 0 && startHour >= NOON ? ('afternoon' as const) : ('full' as const),
  })).filter((day) => isIsoDate(day.date));
}
