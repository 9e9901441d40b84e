/** What the drill of reports runs on: an organisation with bookings, and schedules that go to mail and to a webhook. */
import { addDays, toEpochDay, weekdayOf } from '../shared/calendar-dates';
import type { ApiClient } from './api-client';
import type { MoodyReceiver } from './moody-receiver';
import { seedOrganization, type DrillOrganization } from './seed-organization';

/** Reports whose figures stay the same while nobody plans; each run of a round is of one of them. */
export const drilledReports = [
  { report: 'utilization', parameters: { group_by: 'person', period: 'last_week' } },
  { report: 'capacity-vs-load', parameters: { granularity: 'week', period: 'last_month' } },
  { report: 'month-grid', parameters: { period: 'last_month' } },
  { report: 'overbookings', parameters: { period: 'last_month' } },
] as const;
export type DrilledReport = (typeof drilledReports)[number];

export const DRILLED_FORMATS = ['csv', 'json', 'pdf', 'xlsx'] as const;
const MAIL_RECIPIENTS = 3;
/** Of each run: readers of mails, and one webhook. */
export const RECIPIENTS = MAIL_RECIPIENTS + 1;
/** Dates of a backfill; a run now comes beside them. */
export const BACKFILLED = 3;

const PEOPLE = 4;
const BOOKED_DAYS = 70;

/** People who are booked, two of them too much, up to now. */
export async function seedReportWorld(
  system: { apiUrl: string; databaseAdminUrl: string },
  api: ApiClient,
): Promise<DrillOrganization> {
  const organization = await seedOrganization(system, PEOPLE);
  await api.logIn(organization.login);
  const today = organization.firstDate;
  const monday = addDays(today, 1 - weekdayOf(toEpochDay(today)));
  for (const [index, person_id] of organization.personIds.entries()) {
    const dates = { start_date: addDays(monday, -BOOKED_DAYS), end_date: addDays(monday, -1) };
    const body = { person_id, project_id: organization.projectId, ...dates, percent: index < 2 ? 60 : 90 };
    await api.demand({ method: 'POST', path: '/allocations', body });
    if (index < 2) await api.demand({ method: 'POST', path: '/allocations', body });
  }
  return organization;
}

/** The body of a new schedule; it is due at 8:00, or each minute when `cron` says so. */
export function scheduleBody(name: string, drilled: DrilledReport, { url, secret }: MoodyReceiver): object {
  const mails = Array.from({ length: MAIL_RECIPIENTS }, (_, index) => ({
    kind: 'email',
    address: `reader-${String(index + 1)}@example.org`,
  }));
  return {
    name,
    ...drilled,
    cron: '0 8 * * *',
    timezone: 'Europe/Paris',
    formats: DRILLED_FORMATS,
    recipients: [...mails, { kind: 'webhook', url, secret }],
  };
}
