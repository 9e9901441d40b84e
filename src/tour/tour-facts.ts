/** What the tour looks up before it changes anything. */
import { addDays, fromEpochDay, mondayOf, toEpochDay } from '../shared/calendar-dates';
import { expectThat, TourError, type DayFigures, type Report, type TourClient } from './tour-client';

const PERSON = 'Jane';
const PROJECT = 'PORTAIL';
const CALENDAR = 'France';
/** What the tour books beyond what fits, each day. */
const MINUTES_TOO_MANY = 36;
const WEEKS_SEARCHED = 20;

interface Named {
  id: string;
  name: string;
}

/** A whole working week of the person; `minutesPerDay` more, on each day of it, is more than fits. */
export interface TourWeek {
  from: string;
  to: string;
  days: DayFigures[];
  minutesPerDay: number;
}

/** Jane and the project, by search as a planner would. @throws TourError when the demo is not loaded */
export async function findPersonAndProject(
  client: TourClient,
): Promise<{ person: { id: string; full_name: string }; project: Named & { key: string } }> {
  const { api } = client;
  const people = await client.answer(api.GET('/api/v1/people', { params: { query: { q: PERSON } } }));
  const projects = await client.answer(api.GET('/api/v1/projects', { params: { query: { q: PROJECT } } }));
  const [person] = people.items;
  const [project] = projects.items;
  expectThat(person !== undefined && project !== undefined, 'the demo organisation is loaded (`npm run seed`)');
  return { person, project };
}

/** The next week with five whole working days, none over-booked yet. @throws TourError when there is none */
export async function findWeek(client: TourClient, personId: string): Promise<TourWeek> {
  const monday = mondayOf(toEpochDay(new Date().toISOString().slice(0, 10))) + 7;
  const query = {
    person_id: personId,
    from: fromEpochDay(monday),
    to: fromEpochDay(monday + 7 * WEEKS_SEARCHED - 1),
  };
  const { items } = await client.answer(client.api.GET('/api/v1/capacity/days', { params: { query } }));
  for (let start = 0; start < items.length; start += 7) {
    const days = items.slice(start, start + 5);
    const fits = days.every(
      (day) => day.net_minutes > 0 && day.net_minutes === day.nominal_minutes && day.firm_minutes <= day.net_minutes,
    );
    const [first] = days;
    if (!fits || first === undefined) continue;
    const room = Math.max(...days.map((day) => day.net_minutes - day.firm_minutes));
    return { from: first.date, to: addDays(first.date, 4), days, minutesPerDay: room + MINUTES_TOO_MANY };
  }
  throw new TourError('none of the next weeks is a full working week of the person');
}

/** The calendar most people follow, and a working day of next month that is no holiday in it. */
export async function findClosureDay(client: TourClient): Promise<{ calendar: Named; date: string }> {
  const { items } = await client.answer(client.api.GET('/api/v1/calendars', { params: { query: { page_size: 100 } } }));
  const calendar = items.find((one) => one.name === CALENDAR);
  expectThat(calendar !== undefined, `there is a calendar ${CALENDAR}`);
  const now = new Date();
  const firstOfNext = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
  const holidays = await client.answer(
    client.api.GET('/api/v1/calendars/{id}/holidays', {
      params: { path: { id: calendar.id }, query: { year: Number(firstOfNext.slice(0, 4)), page_size: 100 } },
    }),
  );
  const taken = new Set(holidays.items.map((holiday) => holiday.date));
  let date = fromEpochDay(mondayOf(toEpochDay(addDays(firstOfNext, 13))) + 1);
  while (taken.has(date)) date = addDays(date, 1);
  return { calendar, date };
}

/** Utilization by person and by team over the same dates. */
export async function readReports(
  client: TourClient,
  { from, to }: { from: string; to: string },
): Promise<{ person: Report; team: Report }> {
  const report = (group_by: 'person' | 'team'): Promise<Report> =>
    client.answer(client.api.GET('/api/v1/reports/utilization', { params: { query: { group_by, from, to } } }));
  return { person: await report('person'), team: await report('team') };
}
