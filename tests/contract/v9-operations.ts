/**
 * The operations of the API that this one replaces, version 9: method, path, parameters, body, and what the answer to a
 * success is. Facts only; clients written for that API must go on working by changing a base address.
 */
import type { Entity, EntityName, FieldType } from './v9-entities';

export interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** Query parameters; one that must be there has its name in `requiredQuery`. */
  query?: Readonly<Record<string, FieldType>>;
  requiredQuery?: readonly string[];
  /** The record whose fields the body may have, or the body's own fields. */
  body?: EntityName | Entity;
  /** The body may also be a list of such records. */
  takesList?: true;
  /** The code of a success. */
  status: 200 | 201 | 202 | 204;
  /** One record, a page of records, or an object with at least these fields. */
  answer?: EntityName | { items: EntityName } | { fields: Entity['fields'] };
}

const pages = { page: 'integer', page_size: 'integer' } as const;
const dates = { from: 'date', to: 'date' } as const;

function body(fields: Entity['fields'], required: readonly string[] = Object.keys(fields)): Entity {
  return { fields, required };
}

const sessions: Operation[] = [
  {
    method: 'POST',
    path: '/auth/login',
    body: body({ email: 'email', password: 'text' }),
    status: 200,
    answer: { fields: { access_token: 'text', refresh_token: 'text', user: 'object' } },
  },
  {
    method: 'POST',
    path: '/auth/refresh',
    body: body({ refresh_token: 'text' }),
    status: 200,
    answer: { fields: { access_token: 'text', refresh_token: 'text' } },
  },
  { method: 'GET', path: '/me', status: 200, answer: { fields: { id: 'uuid', email: 'text' } } },
];

const organizations: Operation[] = [
  { method: 'GET', path: '/orgs', query: pages, status: 200, answer: { items: 'organization' } },
  { method: 'POST', path: '/orgs', body: 'organization', status: 201, answer: 'organization' },
  { method: 'GET', path: '/orgs/{id}', status: 200, answer: 'organization' },
  { method: 'PATCH', path: '/orgs/{id}', body: 'organization', status: 200, answer: 'organization' },
  { method: 'DELETE', path: '/orgs/{id}', status: 204 },
];

const people: Operation[] = [
  { method: 'GET', path: '/people', query: { ...pages, q: 'text' }, status: 200, answer: { items: 'person' } },
  { method: 'POST', path: '/people', body: 'person', status: 201, answer: 'person' },
  { method: 'GET', path: '/people/{id}', status: 200, answer: 'person' },
  { method: 'PATCH', path: '/people/{id}', body: 'person', status: 200, answer: 'person' },
  { method: 'DELETE', path: '/people/{id}', status: 204 },
  { method: 'GET', path: '/teams', status: 200, answer: { items: 'team' } },
  { method: 'POST', path: '/teams', body: 'team', status: 201, answer: 'team' },
  { method: 'GET', path: '/teams/{id}', status: 200, answer: 'team' },
  { method: 'PATCH', path: '/teams/{id}', body: 'team', status: 200, answer: 'team' },
  { method: 'DELETE', path: '/teams/{id}', status: 204 },
  {
    method: 'POST',
    path: '/teams/{id}/members',
    body: body({ person_id: 'uuid', active_from: 'date' }),
    status: 201,
    answer: 'teamMember',
  },
  { method: 'DELETE', path: '/teams/{id}/members/{person_id}', status: 204 },
];

const time: Operation[] = [
  { method: 'GET', path: '/calendars', status: 200, answer: { items: 'calendar' } },
  { method: 'POST', path: '/calendars', body: 'calendar', status: 201, answer: 'calendar' },
  { method: 'GET', path: '/calendars/{id}', status: 200, answer: 'calendar' },
  { method: 'PATCH', path: '/calendars/{id}', body: 'calendar', status: 200, answer: 'calendar' },
  { method: 'GET', path: '/calendars/{id}/holidays', status: 200, answer: { items: 'holiday' } },
  { method: 'POST', path: '/calendars/{id}/holidays', body: 'holiday', status: 201, answer: 'holiday' },
  { method: 'DELETE', path: '/calendars/{id}/holidays/{holiday_id}', status: 204 },
  {
    method: 'GET',
    path: '/capacities',
    query: { person_id: 'uuid', ...dates },
    status: 200,
    answer: { items: 'capacity' },
  },
  { method: 'POST', path: '/capacities', body: 'capacity', takesList: true, status: 201, answer: 'capacity' },
  {
    method: 'GET',
    path: '/absences',
    query: { person_id: 'uuid', ...dates },
    status: 200,
    answer: { items: 'absence' },
  },
  { method: 'POST', path: '/absences', body: 'absence', status: 201, answer: 'absence' },
];

const projects: Operation[] = [
  { method: 'GET', path: '/projects', status: 200, answer: { items: 'project' } },
  { method: 'POST', path: '/projects', body: 'project', status: 201, answer: 'project' },
  { method: 'GET', path: '/projects/{id}', status: 200, answer: 'project' },
  { method: 'PATCH', path: '/projects/{id}', body: 'project', status: 200, answer: 'project' },
  { method: 'DELETE', path: '/projects/{id}', status: 204 },
  {
    method: 'POST',
    path: '/projects/{id}/members',
    body: body({ person_id: 'uuid', role: 'text' }, ['person_id']),
    status: 201,
    answer: { fields: { person_id: 'uuid' } },
  },
  { method: 'GET', path: '/epics', status: 200, answer: { items: 'epic' } },
  { method: 'POST', path: '/epics', body: 'epic', status: 201, answer: 'epic' },
  { method: 'PATCH', path: '/epics/{id}', body: 'epic', status: 200, answer: 'epic' },
  {
    method: 'GET',
    path: '/tasks',
    query: { project_id: 'uuid', status: 'one of todo in_progress', assignee_person_id: 'uuid' },
    status: 200,
    answer: { items: 'task' },
  },
  { method: 'POST', path: '/tasks', body: 'task', status: 201, answer: 'task' },
  { method: 'GET', path: '/tasks/{id}', status: 200, answer: 'task' },
  { method: 'PATCH', path: '/tasks/{id}', body: 'task', status: 200, answer: 'task' },
  { method: 'DELETE', path: '/tasks/{id}', status: 204 },
  {
    method: 'POST',
    path: '/tasks/{id}/assignees',
    body: body({ person_id: 'uuid' }),
    status: 201,
    answer: 'taskAssignee',
  },
  {
    method: 'POST',
    path: '/tasks/{id}/dependencies',
    body: body({ depends_on_task_id: 'uuid', type: 'one of blocks relates' }),
    status: 201,
    answer: { fields: { depends_on_task_id: 'uuid', type: 'one of blocks relates' } },
  },
];

const allocations: Operation[] = [
  {
    method: 'GET',
    path: '/allocations',
    query: { person_id: 'uuid', project_id: 'uuid', ...dates },
    status: 200,
    answer: { items: 'allocation' },
  },
  { method: 'POST', path: '/allocations', body: 'allocation', takesList: true, status: 201, answer: 'allocation' },
  { method: 'PATCH', path: '/allocations/{id}', body: 'allocation', status: 200, answer: 'allocation' },
  { method: 'DELETE', path: '/allocations/{id}', status: 204 },
  {
    method: 'POST',
    path: '/allocations:bulk-upsert',
    body: body({ allocations: 'object', mode: 'one of merge replace' }, ['allocations']),
    status: 200,
  },
];

const reports: Operation[] = [
  {
    method: 'GET',
    path: '/reports/utilization',
    query: { group_by: 'one of team person project', ...dates },
    requiredQuery: ['group_by'],
    status: 200,
  },
  { method: 'GET', path: '/reports/overbookings', query: dates, status: 200 },
  { method: 'GET', path: '/reports/capacity-vs-load', query: { team_id: 'uuid', ...dates }, status: 200 },
];

const integrations: Operation[] = [
  { method: 'GET', path: '/integrations/providers', status: 200, answer: { items: 'provider' } },
  { method: 'GET', path: '/integrations/connections', status: 200, answer: { items: 'connection' } },
  { method: 'POST', path: '/integrations/connections', body: 'connection', status: 201, answer: 'connection' },
  {
    method: 'POST',
    path: '/integrations/{connection_id}/sync',
    query: { kind: 'one of roster absences timesheets', dry_run: 'boolean' },
    requiredQuery: ['kind'],
    status: 202,
  },
  {
    method: 'GET',
    path: '/external-accounts',
    query: { provider: 'text', unlinked: 'boolean' },
    status: 200,
    answer: { items: 'externalAccount' },
  },
  {
    method: 'POST',
    path: '/external-accounts/{id}/link',
    body: body({ person_id: 'uuid', reason: 'text?' }, ['person_id']),
    status: 200,
  },
  {
    method: 'GET',
    path: '/identity/matches',
    query: { min_score: 'number' },
    status: 200,
    answer: { items: 'identityMatch' },
  },
  {
    method: 'POST',
    path: '/identity/resolve',
    body: body({ external_account_id: 'uuid', action: 'one of ignore link new', person_id: 'uuid?', reason: 'text?' }, [
      'external_account_id',
      'action',
    ]),
    status: 200,
  },
];

const benefits: Operation[] = [
  { method: 'GET', path: '/benefits/types', status: 200, answer: { items: 'benefitType' } },
  { method: 'POST', path: '/benefits/types', body: 'benefitType', status: 201, answer: 'benefitType' },
  { method: 'GET', path: '/benefits/policies', status: 200, answer: { items: 'benefitPolicy' } },
  { method: 'POST', path: '/benefits/policies', body: 'benefitPolicy', status: 201, answer: 'benefitPolicy' },
  { method: 'PATCH', path: '/benefits/policies/{id}', body: 'benefitPolicy', status: 200, answer: 'benefitPolicy' },
  { method: 'GET', path: '/people/{id}/benefits', status: 200, answer: { items: 'personBenefit' } },
  { method: 'POST', path: '/people/{id}/benefits', body: 'personBenefit', status: 201, answer: 'personBenefit' },
];

/** All of them, in the order of that API's document. */
export const operations: readonly Operation[] = [
  ...sessions,
  ...organizations,
  ...people,
  ...time,
  ...projects,
  ...allocations,
  ...reports,
  ...integrations,
  ...benefits,
];
