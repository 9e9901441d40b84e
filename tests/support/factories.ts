/** Records for tests, made through the API as the owner so that every effect is real; missing parents are built on the way. */
import type { TestOrganization } from './api';
import type { AnswerBody } from './http-client';

type Fields = Record<string, unknown>;

/** Creates one record. @throws Error with the answer when it is refused */
export async function create(organization: TestOrganization, path: string, body: Fields): Promise<AnswerBody> {
  const answer = await organization.clients.owner.post(path, body);
  if (answer.status !== 201) throw new Error(`POST ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A name that no other record of the run has. */
export function uniqueName(kind: string): string {
  return `${kind} ${Math.random().toString(36).slice(2, 10)}`;
}

export async function buildPerson(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  return create(organization, '/people', { full_name: uniqueName('Person'), ...fields });
}

export async function buildEngagement(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(organization, fields);
  return create(organization, `/people/${person_id}/engagements`, {
    type: 'employee',
    start_date: '2026-01-01',
    ...rest,
  });
}

export async function buildTeam(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  return create(organization, '/teams', { name: uniqueName('Team'), ...fields });
}

export async function buildTeamMember(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  const { team_id, ...rest } = await withPerson(organization, fields);
  const teamId = typeof team_id === 'string' ? team_id : (await buildTeam(organization)).id;
  return create(organization, `/teams/${teamId}/members`, { active_from: '2026-01-01', ...rest });
}

export async function buildCalendar(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  return create(organization, '/calendars', { name: uniqueName('Calendar'), ...fields });
}

export async function buildHoliday(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  const { calendar_id, ...rest } = await withCalendar(organization, fields);
  return create(organization, `/calendars/${calendar_id}/holidays`, { date: '2026-12-25', label: 'Noël', ...rest });
}

export async function buildPersonCalendar(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(organization, await withCalendar(organization, fields));
  return create(organization, `/people/${person_id}/calendars`, { starts_on: '2026-01-01', ...rest });
}

export async function buildAbsence(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(organization, fields);
  return create(organization, '/absences', {
    start_date: '2026-11-23',
    end_date: '2026-11-27',
    type: 'paid_leave',
    ...body,
  });
}

export async function buildAbsenceType(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  return create(organization, '/absence-types', { key: uniqueName('type'), label: 'A type', ...fields });
}

export async function buildProject(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  return create(organization, '/projects', { name: uniqueName('Project'), ...fields });
}

export async function buildAllocation(organization: TestOrganization, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(organization, fields);
  return create(organization, '/allocations', {
    start_date: '2026-11-23',
    end_date: '2026-11-27',
    percent: 100,
    ...body,
  });
}

async function withPerson<F extends Fields>(
  organization: TestOrganization,
  fields: F,
): Promise<F & { person_id: string }> {
  const given = fields['person_id'];
  return { ...fields, person_id: typeof given === 'string' ? given : (await buildPerson(organization)).id };
}

async function withCalendar<F extends Fields>(
  organization: TestOrganization,
  fields: F,
): Promise<F & { calendar_id: string }> {
  const given = fields['calendar_id'];
  return { ...fields, calendar_id: typeof given === 'string' ? given : (await buildCalendar(organization)).id };
}
