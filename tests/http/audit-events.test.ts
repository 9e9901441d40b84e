/** The audit log: who may read it, what it finds, and that nobody rewrites it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildProject } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const found = async (query: string): Promise<AnswerBody[]> =>
  (await api.as.admin.get(`/audit-events?${query}`)).body.items;

test('401 without a token, 403 below admin', async () => {
  expect((await api.anonymous.get('/audit-events')).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.get('/audit-events')).status).toBe(403);
  }
});

test.each([
  ['entity_id=none', '/query/entity_id'],
  ['actor_id=none', '/query/actor_id'],
  ['from=2026-02-30', '/query/from'],
  ['from=2026-02-02&to=2026-02-01', '/query/to'],
  ['cursor=none', '/query/cursor'],
  [`cursor=${Buffer.from(JSON.stringify(['Ada', newId()])).toString('base64url')}`, '/query/cursor'],
  ['modified_since=2026-02-02T00:00:00Z', '/query/modified_since'],
])('400 for ?%s', async (query, pointer) => {
  const answer = await api.as.admin.get(`/audit-events?${query}`);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('nothing of another organisation', async () => {
  const theirs = await buildProject(api.stranger);
  expect(await found(`entity_id=${theirs.id}`)).toEqual([]);
  expect(await found(`actor_id=${api.stranger.userId}`)).toEqual([]);
});

test('before and after of each change, newest first, with who did it and in which request', async () => {
  const project = await buildProject(api.as.manager);
  const headers = { 'X-Request-Id': 'audit-test-1' };
  await api.as.admin.patch(`/projects/${project.id}`, { start_date: '2027-01-04' }, headers);
  const [changed, created] = await found(`entity_type=project&entity_id=${project.id}`);
  expect(changed).toMatchObject({
    event: 'project.updated',
    actor_id: api.as.admin.userId,
    actor_kind: 'user',
    request_id: 'audit-test-1',
    workflow_id: null,
    before: { start_date: null },
    after: { start_date: '2027-01-04' },
  });
  expect(created).toMatchObject({ event: 'project.created', actor_id: api.as.manager.userId, before: null });
  expect((await found(`entity_id=${project.id}&actor_id=${api.as.manager.userId}`)).map((one) => one.id)).toEqual([
    created?.id,
  ]);
  const today = new Date().toISOString().slice(0, 10);
  expect(await found(`entity_id=${project.id}&from=${today}&to=${today}`)).toHaveLength(2);
  expect(await found(`entity_id=${project.id}&to=2026-01-01`)).toEqual([]);
});

test('pages by cursor stay right while events are added', async () => {
  const project = await buildProject(api.as.manager);
  for (const name of ['A', 'B', 'C']) await api.as.manager.patch(`/projects/${project.id}`, { name });
  const path = `/audit-events?entity_id=${project.id}&page_size=2`;
  const first = await api.as.admin.get(path);
  expect([first.body.total, first.body.items.length]).toEqual([4, 2]);
  await api.as.manager.patch(`/projects/${project.id}`, { name: 'D' });
  const second = await api.as.admin.get(`${path}&cursor=${first.body.next_cursor ?? ''}`);
  const names = [...first.body.items, ...second.body.items].map((one) => (one['after'] as { name: string }).name);
  expect(names).toEqual(['C', 'B', 'A', project['name']]);
  expect(second.body.next_cursor).toBeNull();
});

test.each(['update audit_events set event = event', 'delete from audit_events'])(
  'the application cannot %s',
  async (statement) => {
    await expect(api.container.database.raw(statement)).rejects.toThrow(/permission denied/);
  },
);
