/** Records made through the API by a client who may, so that every effect is real; missing parents are built on the way. */
import type { AnswerBody, ApiAnswer, ApiClient, TestApi } from './api';

type Fields = Record<string, unknown>;

/** Creates one record. @throws Error with the answer when it is refused */
export async function create(client: ApiClient, path: string, body: Fields): Promise<AnswerBody> {
  const answer = await client.post(path, body);
  if (answer.status !== 201) throw new Error(`POST ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A name that no other record of the run has. */
export function uniqueName(kind: string): string {
  return `${kind} ${Math.random().toString(36).slice(2, 10)}`;
}

export async function buildPerson(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/people', { full_name: uniqueName('Person'), ...fields });
}

/** Somebody who is invited as a member; only an admin may. */
export async function buildInvitation(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const email = `${uniqueName('guest').replace(' ', '-')}@example.com`;
  return create(client, '/members', { email, role: 'member', ...fields });
}

export async function buildApiToken(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/api-tokens', { name: uniqueName('Token'), scopes: ['read'], ...fields });
}

export async function buildEngagement(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(client, fields);
  return create(client, `/people/${person_id}/engagements`, {
    type: 'employee',
    start_date: '2026-01-01',
    ...rest,
  });
}

/** A corporate address unless said otherwise. */
export async function buildPersonEmail(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(client, fields);
  const email = `${uniqueName('somebody').replace(' ', '.')}@example.com`;
  return create(client, `/people/${person_id}/emails`, { email, kind: 'corporate', ...rest });
}

export async function buildPersonIdentifier(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(client, fields);
  const number = { id_type: 'matricule', id_value: uniqueName('M') };
  return create(client, `/people/${person_id}/identifiers`, { ...number, ...rest });
}

export async function buildTeam(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/teams', { name: uniqueName('Team'), ...fields });
}

export async function buildTeamMember(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { team_id, ...rest } = await withPerson(client, fields);
  const teamId = typeof team_id === 'string' ? team_id : (await buildTeam(client)).id;
  return create(client, `/teams/${teamId}/members`, { active_from: '2026-01-01', ...rest });
}

export async function buildCalendar(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/calendars', { name: uniqueName('Calendar'), ...fields });
}

export async function buildHoliday(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { calendar_id, ...rest } = await withCalendar(client, fields);
  return create(client, `/calendars/${calendar_id}/holidays`, { date: '2026-12-25', label: 'Noël', ...rest });
}

export async function buildPersonCalendar(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(client, await withCalendar(client, fields));
  return create(client, `/people/${person_id}/calendars`, { starts_on: '2026-01-01', ...rest });
}

/** A four-day week of 7 h unless said otherwise. */
export async function buildWorkPattern(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/work-patterns', {
    name: uniqueName('Pattern'),
    cycle_weeks: 1,
    anchor_monday: '2026-01-05',
    days: [1, 2, 3, 4].map((weekday) => ({ week: 1, weekday, minutes: 420 })),
    ...fields,
  });
}

export async function buildPersonWorkPattern(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(client, fields);
  const work_pattern_id = rest['work_pattern_id'] ?? (await buildWorkPattern(client)).id;
  return create(client, `/people/${person_id}/work-patterns`, { starts_on: '2026-01-01', ...rest, work_pattern_id });
}

export async function buildCapacity(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(client, fields);
  return create(client, '/capacities', { period_start: '2026-01-01', hours_per_week: 20, ...body });
}

export async function buildAbsence(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(client, fields);
  return create(client, '/absences', {
    start_date: '2026-11-23',
    end_date: '2026-11-27',
    type: 'paid_leave',
    ...body,
  });
}

/** A policy of one level that the owner alone decides, unless `fields` say otherwise; of a kind that has none yet. */
export async function buildApprovalPolicy(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/approval-policies', {
    kind: 'allocation_request',
    levels: [{ approvers: [{ type: 'role', role: 'owner' }], rule: 'any' }],
    ...fields,
  });
}

/** Utilization by team of last week, each Monday at eight in Paris, as JSON, to nobody. */
export async function buildReportSchedule(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/report-schedules', {
    name: 'Weekly load',
    report: 'utilization',
    parameters: { group_by: 'team', period: 'last_week' },
    cron: '0 8 * * 1',
    timezone: 'Europe/Paris',
    formats: ['json'],
    recipients: [],
    ...fields,
  });
}

/** A request for a person, which needs a policy of its kind. */
export async function buildAllocationRequest(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(client, fields);
  const asked = { start_date: '2027-03-01', end_date: '2027-03-05', ...body };
  const answer = await client.post('/allocation-requests', asked);
  if (answer.status !== 202) throw new Error(`POST /allocation-requests: ${answer.text}`);
  return answer.body;
}

export async function buildAbsenceType(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/absence-types', { key: uniqueName('type'), label: 'A type', ...fields });
}

export async function buildProject(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/projects', { name: uniqueName('Project'), ...fields });
}

export async function buildProjectMember(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { project_id, ...rest } = await withPerson(client, await withProject(client, fields));
  return create(client, `/projects/${project_id}/members`, rest);
}

export async function buildEpic(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/epics', { name: uniqueName('Epic'), ...(await withProject(client, fields)) });
}

export async function buildTask(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/tasks', { title: uniqueName('Task'), ...(await withProject(client, fields)) });
}

export async function buildTaskAssignee(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { task_id, ...rest } = await withPerson(client, fields);
  const taskId = typeof task_id === 'string' ? task_id : (await buildTask(client)).id;
  return create(client, `/tasks/${taskId}/assignees`, rest);
}

/** The task waits for the other one unless said otherwise. */
export async function buildTaskDependency(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { task_id, ...rest } = fields;
  const taskId = typeof task_id === 'string' ? task_id : (await buildTask(client)).id;
  const depends_on_task_id = rest['depends_on_task_id'] ?? (await buildTask(client)).id;
  return create(client, `/tasks/${taskId}/dependencies`, { type: 'blocks', ...rest, depends_on_task_id });
}

export async function buildTag(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/tags', { name: uniqueName('tag'), ...fields });
}

/** A comment on a task unless said otherwise. */
export async function buildComment(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/comments', { body: 'Mind the pipe', ...(await withEntity(client, fields)) });
}

/** A text file on a task unless said otherwise. */
export async function buildAttachment(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { content = 'A plan', filename = 'plan.txt', ...rest } = await withEntity(client, fields);
  const answer = await upload(client, rest, new File([content as string], String(filename)));
  if (answer.status !== 201) throw new Error(`POST /attachments: ${answer.text}`);
  return answer.body;
}

/** Sends a form with these fields and this file behind them. */
export async function upload(client: ApiClient, fields: Fields, file: File | undefined): Promise<ApiAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  if (file !== undefined) form.append('file', file);
  return client.send('POST', '/attachments', { form });
}

export async function buildAllocation(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(client, fields);
  return create(client, '/allocations', {
    start_date: '2026-11-23',
    end_date: '2026-11-27',
    percent: 100,
    ...body,
  });
}

export async function buildTimeEntry(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const body = await withPerson(client, fields);
  return create(client, '/time-entries', { date: '2026-11-23', minutes: 60, ...body });
}

export async function buildBenefitType(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/benefits/types', { key: uniqueName('benefit'), name: 'A benefit', ...fields });
}

export async function buildBenefitPolicy(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  return create(client, '/benefits/policies', await withBenefitType(client, fields));
}

/** Not eligible from 2026 on unless said otherwise. */
export async function buildPersonBenefit(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const { person_id, ...rest } = await withPerson(client, await withBenefitType(client, fields));
  return create(client, `/people/${person_id}/benefits`, { eligible: false, effective_from: '2026-01-01', ...rest });
}

async function withBenefitType<F extends Fields>(
  client: ApiClient,
  fields: F,
): Promise<F & { benefit_type_id: string }> {
  const given = fields['benefit_type_id'];
  return { ...fields, benefit_type_id: typeof given === 'string' ? given : (await buildBenefitType(client)).id };
}

/** Payfit's id among the providers. */
export const PAYFIT_ID = '6f0d3f2a-0f0b-4c39-9d2e-0a1f7c5b1001';

/** A connection to Payfit with an API key; the one there is when the organisation has it already. */
export async function buildConnection(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const body = { provider_id: PAYFIT_ID, credentials: { api_key: 'key of a test' }, ...fields };
  return create(client, '/integrations/connections', body);
}

async function withPerson<F extends Fields>(client: ApiClient, fields: F): Promise<F & { person_id: string }> {
  const given = fields['person_id'];
  return { ...fields, person_id: typeof given === 'string' ? given : (await buildPerson(client)).id };
}

async function withEntity<F extends Fields>(client: ApiClient, fields: F): Promise<F & Fields> {
  if (fields['entity_id'] !== undefined) return { entity_type: 'task', ...fields };
  return { entity_type: 'task', entity_id: (await buildTask(client)).id, ...fields };
}

async function withProject<F extends Fields>(client: ApiClient, fields: F): Promise<F & { project_id: string }> {
  const given = fields['project_id'];
  return { ...fields, project_id: typeof given === 'string' ? given : (await buildProject(client)).id };
}

async function withCalendar<F extends Fields>(client: ApiClient, fields: F): Promise<F & { calendar_id: string }> {
  const given = fields['calendar_id'];
  return { ...fields, calendar_id: typeof given === 'string' ? given : (await buildCalendar(client)).id };
}

/** The audit events and the outbox events of one record, each in the order they were written. */
export async function eventsOf(api: TestApi, id: string): Promise<{ audited: string[]; emitted: string[] }> {
  const { admin } = api.database;
  const audited = await admin('audit_events')
    .where({ entity_id: id })
    .orderBy('id')
    .select<{ event: string }[]>('event');
  const emitted = await admin('outbox')
    .where({ entity_id: id })
    .orderBy('id')
    .select<{ event_type: string }[]>('event_type');
  return { audited: audited.map((row) => row.event), emitted: emitted.map((row) => row.event_type) };
}

/** With the events of tags alone, unless said otherwise. */
export async function buildWebhook(client: ApiClient, fields: Fields = {}): Promise<AnswerBody> {
  const event_types = ['tag.created', 'tag.updated', 'tag.deleted'];
  return create(client, '/webhooks', { url: 'https://hooks.example.com/plan-charge', event_types, ...fields });
}

/** A webhook and a message that waits for it. */
export async function buildWebhookDelivery(client: ApiClient): Promise<{ webhookId: string; deliveryId: string }> {
  const { id: webhookId } = await buildWebhook(client);
  await buildTag(client);
  const { body } = await client.get(`/webhooks/${webhookId}/deliveries`);
  return { webhookId, deliveryId: body.items[0]?.id ?? '' };
}

/** Both with the ids that their paths name, by the collections they are in. */
export async function webhookRecords(client: ApiClient): Promise<[string, Record<string, string>][]> {
  const { webhookId, deliveryId } = await buildWebhookDelivery(client);
  return [
    ['/webhooks', { id: webhookId }],
    ['/webhooks/{id}/deliveries', { id: webhookId, delivery_id: deliveryId }],
  ];
}
