/**
 * Isolation of every route, by the list of routes: without a token 401, and an id of another organisation is answered
 * like an unknown one. A new route is in here by existing; one with a parameter that no example covers fails.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { newId } from '../../src/shared/ids';
import { startApi, testConfig, type AnswerBody, type TestApi } from '../support/api';
import {
  buildAbsence,
  buildAbsenceType,
  buildAllocation,
  buildCapacity,
  buildEngagement,
  buildHoliday,
  buildPersonCalendar,
  buildPersonWorkPattern,
  buildProject,
  buildTeamMember,
  buildTimeEntry,
} from '../support/resources';
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

beforeAll(async () => {
  api = await startApi();
  foreign = await foreignRecords(api);
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
  test.each(withIds.map((route) => [name(route), route] as const))('%s: 404', async (_, route) => {
    const ids = foreign.get(collectionOf(route));
    if (ids === undefined) throw new Error(`no example of another organisation's record for ${route.path}`);
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => ids[key] ?? missing(key, route));
    const body = route.request.body === undefined ? undefined : (validBodies[name(route)] ?? {});
    const answer = await api.as.owner.send(route.method, path, { body });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });
});

test('every permission of a route is answered 403 to whoever lacks it, before the body is judged', async () => {
  const writes = inside.filter((route) => route.method !== 'GET' && /\.(write|recompute)$/.test(route.permission));
  for (const route of writes) {
    const path = route.path.replaceAll(/\{\w+\}/g, newId());
    const answer = await api.as.viewer.send(
      route.method,
      path,
      route.request.body === undefined ? {} : { body: { nonsense: 1 } },
    );
    expect([name(route), answer.status]).toEqual([name(route), 403]);
  }
});

/** Bodies that are valid, where an empty one is not: 400 would come before 404. */
const validBodies: Record<string, object> = {
  'POST /people/{id}/engagements': { type: 'employee', start_date: '2026-01-01' },
  'POST /people/{id}/calendars': { calendar_id: newId(), starts_on: '2026-01-01' },
  'POST /people/{id}/work-patterns': { work_pattern_id: newId(), starts_on: '2026-01-01' },
  'POST /teams/{id}/members': { person_id: newId(), active_from: '2026-01-01' },
  'POST /calendars/{id}/holidays': { date: '2026-01-01', label: 'Any' },
  'POST /calendars/{id}/holidays:generate': { country: 'FR', years: [2026] },
  'POST /allocations/{id}:move': { start_date: '2026-01-01' },
  'POST /allocations/{id}:extend': { end_date: '2027-01-01' },
  'POST /allocations/{id}:reassign': { person_id: newId() },
  'POST /allocations/{id}:split': { on: '2026-01-01' },
  'POST /conflicts/{id}:accept': { reason: 'any' },
};

function missing(key: string, route: Route): never {
  throw new Error(`no example of {${key}} for ${route.path}`);
}

/** @example '/teams/{id}/members/{person_id}' is '/teams/{id}/members', '/conflicts/{id}:accept' is '/conflicts' */
function collectionOf(route: Route): string {
  const path = route.path.replace(/:\w+$/, '');
  return path.endsWith('}') ? path.slice(0, path.lastIndexOf('/')) : path;
}

async function foreignRecords({
  stranger,
  strangerOrganizationId,
}: TestApi): Promise<Map<string, Record<string, string>>> {
  const engagement = await buildEngagement(stranger);
  const assignment = await buildPersonCalendar(stranger);
  const hours = await buildPersonWorkPattern(stranger);
  const member = await buildTeamMember(stranger);
  const holiday = await buildHoliday(stranger);
  const booked = await buildAllocation(stranger, { percent: 150 });
  const run = await stranger.post('/capacity:recompute', { mode: 'full' });
  const parent = (record: AnswerBody, field: string): string => String(record[field]);
  return new Map<string, Record<string, string>>([
    ['/auth/sessions', { id: stranger.sessionId }],
    ['/orgs', { id: strangerOrganizationId }],
    ['/people', { id: parent(engagement, 'person_id') }],
    ['/people/{id}/engagements', { id: parent(engagement, 'person_id'), engagement_id: engagement.id }],
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
    ['/projects', { id: (await buildProject(stranger)).id }],
    ['/allocations', { id: booked.id }],
    ['/allocations/{id}/days', { id: booked.id }],
    ['/time-entries', { id: (await buildTimeEntry(stranger)).id }],
    ['/conflicts', { id: booked.impact.conflicts.opened[0]?.id ?? '' }],
    ['/capacity/runs', { id: run.body.run_id }],
  ]);
}
