/** Asking for syncs: joining, waiting, cancelling; what runs do is in tests/activities. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildConnection, eventsOf } from '../support/resources';

let api: TestApi;
let connection: AnswerBody;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  const { items } = (await api.as.owner.get('/integrations/connections')).body;
  for (const { id } of items) await api.as.owner.delete(`/integrations/connections/${id}`);
  connection = await buildConnection(api.as.owner);
});
afterAll(() => api.close());

const ask = (query: string) => api.as.admin.post(`/integrations/${connection.id}/sync?${query}`);

test('401 without a token, 403 below admin', async () => {
  const run = (await ask('kind=roster')).body.run_id;
  const gets = [`/integrations/${connection.id}/runs`, `/sync-runs/${run}`, `/sync-runs/${run}/changes`];
  for (const get of gets) {
    expect((await api.anonymous.get(get)).status).toBe(401);
    expect((await api.as.manager.get(get)).status).toBe(403);
  }
  expect((await api.as.manager.post(`/integrations/${connection.id}/sync?kind=roster`)).status).toBe(403);
  expect((await api.as.manager.post(`/sync-runs/${run}:cancel`)).status).toBe(403);
});

test.each([
  ['', '/query/kind'],
  ['kind=everything', '/query/kind'],
  ['kind=timesheets', '/query/kind'],
  ['kind=roster&dry_run=maybe', '/query/dry_run'],
  ['kind=roster&force=true', '/query/force'],
])('400 for ?%s', async (query, pointer) => {
  const answer = await ask(query);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('what was read before can be applied by itself; nothing of it is read again', async () => {
  const first = await ask('kind=apply');
  expect([first.status, first.body['joined']]).toEqual([202, false]);
  expect((await ask('kind=full')).body.run_id).not.toBe(first.body.run_id);
  expect((await ask('kind=apply')).body).toMatchObject({ run_id: first.body.run_id, joined: true });
  expect((await api.as.admin.get(`/sync-runs/${first.body.run_id}`)).body).toMatchObject({
    kind: 'apply',
    trigger: 'user',
  });
});

test('404 for an unknown run', async () => {
  expect((await api.as.admin.get(`/sync-runs/${newId()}`)).status).toBe(404);
  expect((await api.as.admin.post(`/sync-runs/${newId()}:cancel`)).status).toBe(404);
});

test('202 with the run; the same kind and dry_run joins it, another one waits behind it', async () => {
  const first = await ask('kind=roster');
  expect(first.status).toBe(202);
  expect(first.body).toEqual({
    run_id: expect.any(String),
    workflow_id: `sync/${connection.id}`,
    joined: false,
  });
  expect(first.headers.get('Location')).toBe(`/api/v1/sync-runs/${first.body.run_id}`);
  expect((await ask('kind=roster')).body).toEqual({ ...first.body, joined: true });
  const dry = await ask('kind=roster&dry_run=true');
  expect(dry.body).toMatchObject({ joined: false });
  expect(dry.body.run_id).not.toBe(first.body.run_id);
  expect((await ask('kind=absences')).body['joined']).toBe(false);
  const runs = (await api.as.admin.get(`/integrations/${connection.id}/runs?page_size=2`)).body;
  expect([runs.total, runs.items.map((run) => run['kind'])]).toEqual([3, ['absences', 'roster']]);
  const rest = await api.as.admin.get(`/integrations/${connection.id}/runs?cursor=${String(runs.next_cursor)}`);
  expect(rest.body.items.map((run) => run.id)).toEqual([first.body.run_id]);
  const run = (await api.as.admin.get(`/sync-runs/${first.body.run_id}`)).body;
  expect(run).toMatchObject({ state: 'queued', phase: 'waiting', dry_run: false, trigger: 'user', total: null });
});

test('ten requests at once are one run', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask('kind=full')));
  expect(new Set(answers.map(({ body }) => body.run_id)).size).toBe(1);
  expect(answers.filter(({ body }) => body['joined'] === false)).toHaveLength(1);
});

test('an empty JSON object is as good as no body, and an Idempotency-Key gives the first answer again', async () => {
  const path = `/integrations/${connection.id}/sync?kind=roster`;
  const first = await api.as.admin.post(path, {}, { 'Idempotency-Key': 'one' });
  const again = await api.as.admin.post(path, {}, { 'Idempotency-Key': 'one' });
  expect([first.status, again.body]).toEqual([202, first.body]);
});

test('cancelling ends a run once: then 409, and the next request starts a new one', async () => {
  const { run_id } = (await ask('kind=roster')).body;
  expect((await api.as.admin.post(`/sync-runs/${run_id}:cancel`, undefined, { 'If-Match': '"7"' })).status).toBe(412);
  const cancelled = await api.as.admin.post(`/sync-runs/${run_id}:cancel`);
  expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
  expect(cancelled.body['finished_at']).not.toBeNull();
  const again = await api.as.admin.post(`/sync-runs/${run_id}:cancel`);
  expect([again.status, again.body.code]).toEqual([409, 'run_finished']);
  expect((await ask('kind=roster')).body.run_id).not.toBe(run_id);
  expect((await eventsOf(api, run_id)).audited).toEqual(['sync_run.created', 'sync_run.cancelled']);
  const { emitted } = await eventsOf(api, connection.id);
  expect(emitted).toEqual(['connection.created', 'sync.requested', 'sync.cancelled', 'sync.requested']);
});
