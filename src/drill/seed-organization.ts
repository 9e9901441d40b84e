/** The small organisation a drill works on: one owner by SQL, since nobody may sign in yet, the rest through the API. */
import { Client } from 'pg';
import { hashPassword } from '../platform/passwords';
import { addDays } from '../shared/calendar-dates';
import { newId } from '../shared/ids';
import { ApiClient, type Login } from './api-client';

export interface DrillOrganization {
  organizationId: string;
  login: Login;
  personIds: readonly string[];
  projectId: string;
  calendarId: string;
  /** First date that writers use. */
  firstDate: string;
}

const PEOPLE_FOLLOWING = 6;
const CALL_LIMIT_MS = 30_000;

/** Makes an owner who can sign in. */
export async function seedOwner(databaseAdminUrl: string): Promise<{ organizationId: string; login: Login }> {
  const [organizationId, userId] = [newId(), newId()];
  const login = { email: `drill-${userId}@example.org`, password: newId() };
  const client = new Client({ connectionString: databaseAdminUrl });
  await client.connect();
  try {
    await client.query('insert into organizations (id, name) values ($1, $2)', [organizationId, 'Drill']);
    await client.query('insert into users (id, email, full_name, password_hash) values ($1, $2, $3, $4)', [
      userId,
      login.email,
      'Drill Owner',
      await hashPassword(login.password),
    ]);
    await client.query(`insert into memberships (organization_id, id, user_id, role) values ($1, $2, $3, 'owner')`, [
      organizationId,
      newId(),
      userId,
    ]);
  } finally {
    await client.end();
  }
  return { organizationId, login };
}

/** Seeds `people` people with an engagement; the first six follow one calendar, so that a holiday is recomputed by the workflow. */
export async function seedOrganization(
  system: { apiUrl: string; databaseAdminUrl: string },
  people: number,
): Promise<DrillOrganization> {
  const { organizationId, login } = await seedOwner(system.databaseAdminUrl);
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  const today = new Date().toISOString().slice(0, 10);
  const calendarId = await create(api, '/calendars', { name: 'Drill calendar' });
  const projectId = await create(api, '/projects', { name: 'Drill project', key: 'DRILL' });
  const personIds: string[] = [];
  for (let number = 1; number <= people; number += 1) {
    const personId = await create(api, '/people', { full_name: `Person ${String(number)}` });
    const engagement = { type: 'employee', start_date: addDays(today, -700), weekly_hours_default: 35 };
    await create(api, `/people/${personId}/engagements`, engagement);
    if (number <= PEOPLE_FOLLOWING) {
      const assignment = { calendar_id: calendarId, starts_on: addDays(today, -700) };
      await create(api, `/people/${personId}/calendars`, assignment);
    }
    personIds.push(personId);
  }
  return { organizationId, login, personIds, projectId, calendarId, firstDate: today };
}

async function create(api: ApiClient, path: string, body: object): Promise<string> {
  return String((await api.demand({ method: 'POST', path, body }))['id']);
}
