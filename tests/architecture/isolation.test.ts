/**
 * Isolation of every route, by the list of routes: without a token 401, and an id of another organisation is answered
 * like an unknown one. A new route is in here by existing; one with a parameter that no example covers fails.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { newId } from '../../src/shared/ids';
import { startApi, testConfig, type AnswerBody, type ApiAnswer, type TestApi } from '../support/api';
import { plantSecret, queriesOf } from '../support/canary';
import { countStatements } from '../support/count-statements';
import { exampleBody, referencesOf } from '../support/example-body';
import {
  buildAbsence,
  buildAbsenceType,
  buildAllocation,
  buildApiToken,
  buildAttachment,
  buildBenefitPolicy,
  buildAllocationRequest,
  buildApprovalPolicy,
  buildCapacity,
  buildConnection,
  buildComment,
  buildEngagement,
  buildEpic,
  buildHoliday,
  buildInvitation,
  buildPersonBenefit,
  buildPersonCalendar,
  buildPersonEmail,
  buildPersonIdentifier,
  buildPersonWorkPattern,
  buildProjectMember,
  buildReportSchedule,
  buildTag,
  buildTaskAssignee,
  buildTaskDependency,
  buildTeamMember,
  buildTimeEntry,
  webhookRecords,
  PAYFIT_ID,
  create,
} from '../support/resources';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import { reportDeliveryRow, reportFileRow } from '../support/report-rows';
import { createContainer } from '../../src/container';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const routes = listRoutes(container);
const inside = routes.filter((route) => route.permission !== 'public');
// A month is nobody's: everybody has their own October (tests/http/periods.test.ts).
const withIds = inside.filter((route) => route.path.includes('{') && !route.path.includes('{month}'));
const name = (route: Route): string => `${route.method} ${route.path}`;

let api: TestApi;
/** Ids of the other organisation's records, by the collection path they are in. */
let foreign: Map<string, Record<string, string>>;
/** The same of the owner's organisation. */
let own: Map<string, Record<string, string>>;
const refusedReferences = new Set<string>();

beforeAll(async () => {
  api = await startApi();
  foreign = await foreignRecords(api);
  own = await foreignRecords({ ...api, stranger: api.as.owner, strangerOrganizationId: api.organizationId });
});
afterAll(async () => {
  await api.close();
  await container.close();
});

test.each(inside.map((route) => [name(route), route] as const))('%s: 401 without a token', async (_, route) => {
  const path = route.path.replaceAll(/\{\w+\}/g, newId());
  expect((await api.anonymous.send(route.method, path)).status).toBe(401);
});

describe('an id of another organisation', () => {
  test.each(withIds.map((route) => [name(route), route] as const))('%s: 404 like an unknown one', async (_, route) => {
    const body = route.request.body === undefined ? undefined : (validBodies[name(route)] ?? {});
    const ask = (ids: Record<string, string>) => (): Promise<ApiAnswer> =>
      api.as.owner.send(route.method, `${pathOf(route, ids)}${neededQueries[name(route)] ?? ''}`, { body });
    const ids = idsOf(route, foreign);
    const unknown = Object.fromEntries(Object.keys(ids).map((key) => [key, newId()]));
    const [answer, statements] = await countStatements(api, ask(ids));
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    // As many statements as for an id that nobody has: not even the time tells that the record exists.
    const [nothing, statementsForNothing] = await countStatements(api, ask(unknown));
    expect(withoutRequestId(answer)).toEqual(withoutRequestId(nothing));
    expect(statements).toBe(statementsForNothing);
  });
});

/** References that the bodies made from the schemas do get looked up. */
const knownReferences = [
  'POST /members person_id',
  'PATCH /members/{id} person_id',
  'POST /people manager_id',
  'PATCH /people/{id} manager_id',
  'POST /people/{id}/calendars calendar_id',
  'POST /people/{id}/work-patterns work_pattern_id',
  'POST /teams lead_id',
  'POST /teams/{id}/members person_id',
  'POST /absences person_id',
  'PATCH /absences/{id} person_id',
  'POST /projects team_id',
  'POST /projects/{id}/members person_id',
  'POST /epics project_id',
  'POST /tasks project_id',
  'POST /tasks epic_id',
  'PATCH /tasks/{id} epic_id',
  'POST /tasks/{id}/assignees person_id',
  'POST /tasks/{id}/dependencies depends_on_task_id',
  'POST /comments entity_id',
  'POST /allocations person_id',
  'POST /allocations task_id',
  'PATCH /allocations/{id} task_id',
  'POST /time-entries task_id',
  'POST /allocations project_id',
  'PATCH /allocations/{id} project_id',
  'POST /allocations/{id}:reassign person_id',
  'POST /time-entries person_id',
  'POST /benefits/policies benefit_type_id',
  'POST /people/{id}/benefits benefit_type_id',
  'POST /external-accounts/{id}/link person_id',
  'POST /identity/resolve external_account_id',
  'POST /identity/resolve person_id',
  'POST /allocation-requests person_id',
  'POST /allocation-requests project_id',
  'POST /delegations to_user_id',
];

describe('a reference to a record of another organisation', () => {
  const withBodies = inside.filter((route) => referencesOf(route).length > 0);

  test.each(withBodies.map((route) => [name(route), route] as const))('%s: like an unknown one', async (_, route) => {
    for (const field of referencesOf(route)) {
      const ask = (id: string) => (): Promise<ApiAnswer> =>
        api.as.owner.send(route.method, pathOf(route, route.path.includes('{') ? idsOf(route, own) : {}), {
          body: exampleBody(route, { field, id, own: idIn(own) }),
        });
      const [answer, statements] = await countStatements(api, ask(idIn(foreign)(field)));
      const [nothing, statementsForNothing] = await countStatements(api, ask(newId()));
      expect([field, withoutRequestId(answer), statements]).toEqual([
        field,
        withoutRequestId(nothing),
        statementsForNothing,
      ]);
      if (answer.body.code === 'reference_not_found') refusedReferences.add(`${name(route)} ${field}`);
    }
  });

  test('and these are known to get as far as the look-up', () => {
    expect([...refusedReferences]).toEqual(expect.arrayContaining(knownReferences));
  });
});

describe('a secret of another organisation', () => {
  const reads = inside.filter((route) => route.method === 'GET');
  const SECRET = 'canary-7f3a';
  const PLANTED = ` ${SECRET}-sings`;
  const AT_ONCE = 6;
  /** Many hundred requests: each parameter and each word of every GET route. */
  const PATIENCE_MS = 180_000;

  test(
    'is in no answer of any GET route',
    async () => {
      const planted = await plantSecret(api.database.admin, api.strangerOrganizationId, PLANTED);
      expect(planted).toEqual(
        expect.arrayContaining([
          'people.full_name',
          'absences.notes',
          'audit_events.after',
          'person_emails.email',
          'person_identifiers.id_value',
        ]),
      );
      const told: string[] = [];
      const ask = async (request: string): Promise<void> => {
        const answer = await api.as.owner.get(request);
        if (answer.text.includes(PLANTED.trim()) || answer.status >= 500) told.push(request);
      };
      const requests = reads.flatMap(requestsOf);
      for (let start = 0; start < requests.length; start += AT_ONCE) {
        await Promise.all(requests.slice(start, start + AT_ONCE).map(ask));
      }
      expect(told).toEqual([]);
      const ownPlaces = await tellingRoutes(reads, PLANTED.trim());
      expect(ownPlaces).toEqual(
        expect.arrayContaining([
          '/people',
          '/people/{id}',
          '/people/{id}/identifiers',
          '/absences',
          '/reports/overbookings',
        ]),
      );
    },
    PATIENCE_MS,
  );

  /** Own and foreign ids in the path, foreign ids and the secret in the query. */
  function requestsOf(route: Route): string[] {
    const ids = route.path.includes('{') ? [idsOf(route, own), idsOf(route, foreign)] : [{}];
    const queries = [...queriesOf(route, idIn(foreign), SECRET), ...queriesOf(route, idIn(own), SECRET)];
    return [...new Set(ids.flatMap((one) => queries.map((query) => `${pathOf(route, one)}${query}`)))];
  }

  /** Where the stranger meets their own secret: the requests do reach what was planted. */
  async function tellingRoutes(routesToAsk: readonly Route[], text: string): Promise<string[]> {
    const telling: string[] = [];
    for (const route of routesToAsk) {
      const path = route.path.includes('{') ? pathOf(route, idsOf(route, foreign)) : route.path;
      const [query = ''] = queriesOf(route, idIn(foreign), SECRET);
      if ((await api.stranger.get(`${path}${query}`)).text.includes(text)) telling.push(route.path);
    }
    return telling;
  }
});

const dailyRoster = { cron: '0 5 * * *', timezone: 'UTC', kinds: ['roster'], enabled: true };

/** Bodies that are valid, where an empty one is not: 400 would come before 404. */
const validBodies: Record<string, object> = {
  'POST /people/{id}/engagements': { type: 'employee', start_date: '2026-01-01' },
  'POST /people/{id}/calendars': { calendar_id: newId(), starts_on: '2026-01-01' },
  'POST /people/{id}/emails': { email: 'a@example.com', kind: 'corporate' },
  'POST /people/{id}/identifiers': { id_type: 'matricule', id_value: '1' },
  'POST /people/{id}/work-patterns': { work_pattern_id: newId(), starts_on: '2026-01-01' },
  'POST /teams/{id}/members': { person_id: newId(), active_from: '2026-01-01' },
  'POST /calendars/{id}/holidays': { date: '2026-01-01', label: 'Any' },
  'POST /calendars/{id}/holidays:generate': { country: 'FR', years: [2026] },
  'POST /projects/{id}/members': { person_id: newId() },
  'POST /tasks/{id}/assignees': { person_id: newId() },
  'POST /tasks/{id}/dependencies': { depends_on_task_id: newId(), type: 'blocks' },
  'POST /allocations/{id}:move': { start_date: '2026-01-01' },
  'POST /allocations/{id}:extend': { end_date: '2027-01-01' },
  'POST /allocations/{id}:reassign': { person_id: newId() },
  'POST /allocations/{id}:split': { on: '2026-01-01' },
  'POST /integrations/connections': { provider_id: PAYFIT_ID },
  'PUT /integrations/connections/{id}/schedule': dailyRoster,
  'POST /conflicts/{id}:accept': { reason: 'any' },
  'POST /external-accounts/{id}/link': { person_id: newId() },
  'POST /external-accounts/{id}/unlink': { reason: 'any' },
  'POST /people/{id}/benefits': { benefit_type_id: newId(), eligible: true, effective_from: '2026-01-01' },
  'POST /approvals/{id}:decline': { comment: 'any' },
  'POST /webhooks/{id}/deliveries:redeliver': { since: '2026-01-01T00:00:00Z' },
  'POST /report-schedules/{id}:backfill': { from: '2026-01-01', to: '2026-01-31' },
};

/** Parameters that are required: 400 would come before 404. */
const neededQueries: Record<string, string> = {
  'POST /integrations/{connection_id}/sync': '?kind=roster',
};

function idsOf(route: Route, records: ReadonlyMap<string, Record<string, string>>): Record<string, string> {
  const ids = records.get(collectionOf(route)) ?? (route.path.includes('{month}') ? { month: '2026-11' } : undefined);
  if (ids === undefined) throw new Error(`no example of a record for ${route.path}`);
  return ids;
}

function pathOf(route: Route, ids: Record<string, string>): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => {
    const id = ids[key];
    if (id === undefined) throw new Error(`no example of {${key}} for ${route.path}`);
    return id;
  });
}

/** The id of a record such as a parameter or field names, `person_id` or `lead_id`; a person's where the name says nothing. */
function idIn(records: ReadonlyMap<string, Record<string, string>>): (field: string) => string {
  const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/s$/, '').replaceAll('-', '_');
  return (field) => {
    const paths = [...records.keys()].filter((path) => !path.includes('{') && `${nameOf(path)}_id` === field);
    return records.get(paths[0] ?? '/people')?.['id'] ?? '';
  };
}

function withoutRequestId({ status, body: { request_id: _, ...rest } }: ApiAnswer): object {
  return { status, ...rest };
}

/** @example '/teams/{id}/members/{person_id}' is '/teams/{id}/members', '/conflicts/{id}:accept' is '/conflicts' */
function collectionOf(route: Route): string {
  const path = route.path.replace(/:[\w-]+$/, '');
  return path.endsWith('}') ? path.slice(0, path.lastIndexOf('/')) : path;
}

async function foreignRecords({
  factory,
  stranger,
  strangerOrganizationId,
}: TestApi): Promise<Map<string, Record<string, string>>> {
  const engagement = await buildEngagement(stranger);
  const assignment = await buildPersonCalendar(stranger);
  const hours = await buildPersonWorkPattern(stranger);
  const email = await buildPersonEmail(stranger, { kind: 'personal' });
  const number = await buildPersonIdentifier(stranger);
  const member = await buildTeamMember(stranger);
  const holiday = await buildHoliday(stranger);
  const membership = await buildProjectMember(stranger);
  const assignee = await buildTaskAssignee(stranger);
  const dependency = await buildTaskDependency(stranger);
  const attachment = await buildAttachment(stranger);
  const booked = await buildAllocation(stranger, { percent: 150 });
  const policy = await buildBenefitPolicy(stranger);
  const benefit = await buildPersonBenefit(stranger);
  const former = await buildEngagement(stranger, { end_date: '2026-02-01' });
  const erased = await stranger.post(`/people/${String(former['person_id'])}:erase`, {});
  const run = await stranger.post('/capacity:recompute', { mode: 'full' });
  const connection = await buildConnection(stranger);
  await stranger.put(`/integrations/connections/${connection.id}/schedule`, dailyRoster);
  const sync = await stranger.post(`/integrations/${connection.id}/sync?kind=roster`);
  const account = await externalAccountRow(factory, await scheduledGryzzly(factory, strangerOrganizationId));
  const stand = await factory.membership({ organization_id: strangerOrganizationId });
  const delegation = await create(stranger, '/delegations', {
    from_user_id: stranger.userId,
    to_user_id: stand.user_id,
    starts_on: '2026-01-01',
    ends_on: '2026-12-31',
  });
  const schedule = await buildReportSchedule(stranger);
  const reportRun = await stranger.post(`/report-schedules/${schedule.id}:run`);
  const ofRun = { organization_id: strangerOrganizationId, run_id: reportRun.body.run_id };
  await reportFileRow(factory, ofRun);
  const delivery = await reportDeliveryRow(factory, ofRun);
  const parent = (record: AnswerBody, field: string): string => String(record[field]);
  return new Map<string, Record<string, string>>([
    ['/auth/sessions', { id: stranger.sessionId }],
    ['/orgs', { id: strangerOrganizationId }],
    ['/orgs/{id}/settings', { id: strangerOrganizationId }],
    ['/orgs/{id}/retention-preview', { id: strangerOrganizationId }],
    ['/members', { id: (await buildInvitation(stranger)).id }],
    ['/api-tokens', { id: (await buildApiToken(stranger)).id }],
    ['/people', { id: parent(engagement, 'person_id') }],
    ['/people/{id}/engagements', { id: parent(engagement, 'person_id'), engagement_id: engagement.id }],
    ['/people/{id}/emails', { id: parent(email, 'person_id'), email_id: email.id }],
    ['/people/{id}/identifiers', { id: parent(number, 'person_id'), identifier_id: number.id }],
    ['/people/{id}/calendars', { id: parent(assignment, 'person_id'), assignment_id: assignment.id }],
    ['/work-patterns', { id: parent(hours, 'work_pattern_id') }],
    ['/capacities', { id: (await buildCapacity(stranger)).id }],
    ['/people/{id}/work-patterns', { id: parent(hours, 'person_id'), assignment_id: hours.id }],
    ['/teams', { id: parent(member, 'team_id') }],
    ['/teams/{id}/members', { id: parent(member, 'team_id'), person_id: parent(member, 'person_id') }],
    ['/calendars', { id: parent(holiday, 'calendar_id') }],
    ['/calendars/{id}/holidays', { id: parent(holiday, 'calendar_id'), holiday_id: holiday.id }],
    ['/absences', { id: (await buildAbsence(stranger)).id }],
    ['/absence-types', { id: (await buildAbsenceType(stranger)).id }],
    ['/projects', { id: parent(membership, 'project_id') }],
    ['/projects/{id}/members', { id: parent(membership, 'project_id'), person_id: parent(membership, 'person_id') }],
    ['/epics', { id: (await buildEpic(stranger)).id }],
    ['/tasks', { id: parent(assignee, 'task_id') }],
    ['/tasks/{id}/assignees', { id: parent(assignee, 'task_id'), person_id: parent(assignee, 'person_id') }],
    [
      '/tasks/{id}/dependencies',
      { id: parent(dependency, 'task_id'), depends_on_task_id: parent(dependency, 'depends_on_task_id') },
    ],
    ['/comments', { id: (await buildComment(stranger)).id }],
    ['/attachments', { id: attachment.id }],
    ['/attachments/{id}/content', { id: attachment.id }],
    ['/tags', { id: (await buildTag(stranger)).id }],
    ['/allocations', { id: booked.id }],
    ['/allocations/{id}/days', { id: booked.id }],
    ['/time-entries', { id: (await buildTimeEntry(stranger)).id }],
    ['/conflicts', { id: booked.impact.conflicts.opened[0]?.id ?? '' }],
    ['/approval-policies', { id: (await buildApprovalPolicy(stranger)).id }],
    ['/approvals', { id: (await buildAllocationRequest(stranger)).id }],
    ['/approvals/{id}/impact', { id: (await buildAllocationRequest(stranger)).id }],
    ['/delegations', { id: delegation.id }],
    ...(await webhookRecords(stranger)),
    ['/capacity/runs', { id: run.body.run_id }],
    ['/people/{id}/export', { id: parent(engagement, 'person_id') }],
    ['/erasures', { id: erased.body.id }],
    ['/benefits/types', { id: parent(policy, 'benefit_type_id') }],
    ['/benefits/policies', { id: policy.id }],
    ['/external-accounts', { id: account.id }],
    ['/external-accounts/{id}/link', { id: account.id }],
    ['/external-accounts/{id}/unlink', { id: account.id }],
    ['/people/{id}/benefits', { id: parent(benefit, 'person_id'), benefit_id: benefit.id }],
    ['/integrations/connections', { id: connection.id }],
    ['/integrations/connections/{id}/schedule', { id: connection.id }],
    ['/integrations/{connection_id}/sync', { connection_id: connection.id }],
    ['/integrations/{connection_id}/runs', { connection_id: connection.id }],
    ['/report-schedules', { id: schedule.id }],
    ['/report-schedules/{id}/runs', { id: schedule.id }],
    ['/report-runs', { id: reportRun.body.run_id }],
    ['/report-runs/{id}/files', { id: reportRun.body.run_id, format: 'json' }],
    ['/report-runs/{id}/deliveries', { id: reportRun.body.run_id, delivery_id: delivery.id }],
    ['/sync-runs', { id: sync.body.run_id }],
    ['/sync-runs/{id}/changes', { id: sync.body.run_id }],
    ['/sync-runs/{id}/errors', { id: sync.body.run_id }],
  ]);
}

/** With a schedule, so that a secret can be planted in each of its texts. */
function scheduledGryzzly(factory: TestApi['factory'], organization_id: string): ReturnType<typeof connectionRow> {
  const schedule = { schedule_cron: '0 5 * * *', schedule_timezone: 'UTC', schedule_kinds: ['roster'] };
  return connectionRow(factory, { organization_id, provider: 'gryzzly', ...schedule });
}
