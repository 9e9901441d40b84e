/** An organisation of a given size, by SQL: everybody has an engagement and twenty bookings, the first person is the one measured. */
import type { Client } from 'pg';
import { seedOwner } from '../drill/seed-organization';
import type { Login } from '../drill/api-client';

/** Bookings that each person has before the measured one. */
export const OTHER_BOOKINGS = 20;

export interface SizedOrganization {
  organizationId: string;
  people: number;
  login: Login;
  personId: string;
  projectId: string;
}

const FILL = `
  with person as (
    insert into people (organization_id, id, full_name)
    select $1, gen_random_uuid(), 'Person ' || number from generate_series(1, $2::int) number returning id),
  project as (
    insert into projects (organization_id, id, key, name) values ($1, gen_random_uuid(), 'BENCH', 'Bench') returning id),
  engagement as (
    insert into engagements (organization_id, id, person_id, type, start_date)
    select $1, gen_random_uuid(), id, 'employee', current_date - 700 from person),
  booking as (
    insert into allocations (organization_id, id, person_id, project_id, start_date, end_date, load_unit, load_minutes)
    select $1, gen_random_uuid(), person.id, project.id, current_date + number * 14, current_date + number * 14 + 27,
      'minutes_per_day', 60
    from person, project, generate_series(1, $3::int) number)
  select (select id from person order by id limit 1) as person_id, (select id from project) as project_id`;

/** Fills a new organisation; its weeks are not computed yet. */
export async function fillOrganization(
  client: Client,
  databaseAdminUrl: string,
  people: number,
): Promise<SizedOrganization> {
  const { organizationId, login } = await seedOwner(databaseAdminUrl);
  const { rows } = await client.query<{ person_id: string; project_id: string }>(FILL, [
    organizationId,
    people,
    OTHER_BOOKINGS,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('the organisation was not filled');
  return { organizationId, people, login, personId: row.person_id, projectId: row.project_id };
}
