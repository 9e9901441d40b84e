/** What the tour looks up before it changes anything. */
import { addDays, fromEpochDay, mondayOf, toEpochDay } from '../shared/calendar-dates';
import { expectThat, TourError, type DayFigures, type Report, type TourClient } from './tour-client';

const PERSON = 'Jane';
const PROJECT = 'PORTAIL';
const CALENDAR = 'France';
const WEEKS_SEARCHED = 20;

interface Named {
  id: string;
  name: string;
}

/** A whole working week of the person, with room for part of a half day a day: a booking of 4 h a day over-books it. */
export interface TourWeek {
  from: string;
  to: string;
  days: DayFigures[];
}

/** Jane and the project, by search as a planner would. @throws TourError when the demo is not loaded */
export async function findPersonAndProject(
  client: TourClient,
): Promise<{ person: { id: string; full_name: string }; project: Named & { key: string } }> {
  const people = await client.get<{ items: { id: string; full_name: string }[] }>('/people', { q: PERSON });
  const projects = await client.get<{ items: (Named & { key: string })[] }>('/projects', { q: PROJECT });
  const [person] = people.items;
  const [project] = projects.items;
  expectThat(person !== undefined && project !== undefined, 'the demo organisation is loaded (`npm run seed`)');
  return { person, project };
}

/** The next week with five working days on which `minutesPerDay` more would not fit. */
export async function findWeek(client: TourClient, personId: string, minutesPerDay: number): Promise<TourWeek> {
  const monday = mondayOf(toEpochDay(new Date().toISOString().slice(0, 10))) + 7;
  const query = {
    person_id: personId,
    from: fromEpochDay(monday),
    to: fromEpochDay(monday + 7 * WEEKS_SEARCHED - 1),
  };
  const { items } = await client.get<{ items: DayFigures[] }>('/capacity/days', query);
  for (let start = 0; start < items.length; start += 7) {
    const days = items.slice(start, start + 5);
    const fits = days.every(
      (day) =>
        day.net_minutes > 0 &&
        day.net_minutes === day.nominal_minutes &&
        day.firm_minutes <= day.net_minutes &&
        day.firm_minutes + minutesPerDay > day.net_minutes,
    );
    const [first] = days;
    if (fits && first !== undefined) return { from: first.date, to: addDays(first.date, 4), days };
  }
  throw new TourError('none of the next weeks is a full working week of the person with something booked');
}

/** The calendar most people follow, and a working day of next month that is no holiday in it. */
export async function findClosureDay(client: TourClient): Promise<{ calendar: Named; date: string }> {
  const { items } = await client.get<{ items: Named[] }>('/calendars', { page_size: '100' });
  const calendar = items.find((one) => one.name === CALENDAR);
  expectThat(calendar !== undefined, `there is a calendar ${CALENDAR}`);
  const now = new Date();
  const firstOfNext = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
  const holidays = await client.get<{ items: { date: string }[] }>(`/calendars/${calendar.id}/holidays`, {
    year: firstOfNext.slice(0, 4),
    page_size: '100',
  });
  const taken = new Set(holidays.items.map((holiday) => holiday.date));
  let date = fromEpochDay(mondayOf(toEpochDay(addDays(firstOfNext, 13))) + 1);
  while (taken.has(date)) date = addDays(date, 1);
  return { calendar, date };
}

/** Utilization by person and by team over the same dates. */
export async function readReports(
  client: TourClient,
  dates: { from: string; to: string },
): Promise<{ person: Report; team: Report }> {
  const report = (group_by: string) =>
    client.get<Report>('/reports/utilization', { group_by, from: dates.from, to: dates.to });
  return { person: await report('person'), team: await report('team') };
}
