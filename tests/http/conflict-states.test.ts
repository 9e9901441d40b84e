import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import { buildProject } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A person booked 200 % for one week through the API: one open conflict. */
async function buildConflict(
  client: SignedIn,
  organization_id: string,
  person: Record<string, unknown> = {},
): Promise<{ id: string; path: string; personId: string; allocationId: string }> {
  const { id: person_id } = await api.factory.person({ organization_id, ...person });
  const body = { person_id, start_date: '2027-03-01', end_date: '2027-03-05', percent: 100 };
  await client.post('/allocations', body);
  const second = await client.post('/allocations', body);
  const id = second.body.impact.conflicts.opened[0]?.id ?? 'none';
  return { id, path: `/conflicts/${id}`, personId: person_id, allocationId: second.body.id };
}

function ours(person: Record<string, unknown> = {}): ReturnType<typeof buildConflict> {
  return buildConflict(api.as.owner, api.organizationId, person);
}

describe('refusals, in order', () => {
  test('401 without a token, 403 by role', async () => {
    const { path } = await ours();
    for (const verb of ['accept', 'reopen']) {
      expect((await api.anonymous.post(`${path}:${verb}`)).status).toBe(401);
      for (const role of ['viewer', 'member'] as const) {
        const answer = await api.as[role].post(`${path}:${verb}`, { nonsense: true });
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      }
    }
  });

  test.each([[{}], [{ reason: '  ' }], [{ reason: null }], [{ reason: 7 }]])(
    '400 for %j names the reason',
    async (body) => {
      const { path } = await ours();
      const answer = await api.as.admin.post(`${path}:accept`, body);
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/reason']);
    },
  );

  test('404 of another organisation is that of an unknown one', async () => {
    const { id } = await buildConflict(api.stranger, api.strangerOrganizationId);
    for (const unknown of [id, newId(), 'nobody']) {
      const accepted = await api.as.admin.post(`/conflicts/${unknown}:accept`, { reason: 'Fine' });
      const reopened = await api.as.admin.post(`/conflicts/${unknown}:reopen`);
      expect([accepted.status, reopened.status]).toEqual([404, 404]);
    }
  });

  test('403 for a manager of other people, 200 for their own report', async () => {
    const { manager } = api.as;
    const foreign = await ours();
    const own = await ours({ manager_id: api.as.manager.personId });
    const body = { reason: 'Agreed' };
    expect((await manager.post(`${foreign.path}:accept`, body)).status).toBe(403);
    expect((await manager.post(`${foreign.path}:reopen`)).status).toBe(403);
    expect((await manager.post(`${own.path}:accept`, body)).status).toBe(200);
    expect((await manager.post(`${own.path}:reopen`)).status).toBe(200);
  });

  test('412 for a stale tag, 409 when it is resolved', async () => {
    const { admin, viewer } = api.as;
    const { path, allocationId } = await ours();
    const body = { reason: 'Fine' };
    expect((await admin.post(`${path}:accept`, body, { 'If-Match': '"9"' })).status).toBe(412);
    await admin.delete(`/allocations/${allocationId}`);
    expect((await viewer.get(path)).body['state']).toBe('resolved');
    for (const answer of [await admin.post(`${path}:accept`, body), await admin.post(`${path}:reopen`)]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
    }
  });
});

test('accepted with reason and author, then open again; audit and events tell of both', async () => {
  const { admin } = api.as;
  const { id, path } = await ours();
  const accepted = await admin.post(`${path}:accept`, { reason: ' Release week ' }, { 'If-Match': '"1"' });
  expect([accepted.status, accepted.headers.get('etag')]).toEqual([200, '"2"']);
  const author = api.as.admin.userId;
  expect(accepted.body).toMatchObject({ state: 'accepted', reason: 'Release week', accepted_by: author });
  expect((await admin.get(path)).body).toEqual(accepted.body);

  const reopened = await admin.post(`${path}:reopen`);
  expect(reopened.body).toMatchObject({ state: 'open', reason: null, accepted_by: null });
  const again = await admin.post(`${path}:reopen`);
  expect(again.headers.get('etag')).toBe('"3"');

  const audits = await api.database
    .admin('audit_events')
    .where({ entity_id: id })
    .orderBy('id')
    .pluck<string[]>('event');
  const events = await api.database
    .admin('outbox')
    .where({ entity_id: id })
    .orderBy('id')
    .pluck<string[]>('event_type');
  expect(audits).toEqual(['conflict.accepted', 'conflict.reopened']);
  expect(events).toEqual(['conflict.opened', 'conflict.accepted', 'conflict.reopened']);
});

test('stays accepted while it shrinks, opens again when a cause joins', async () => {
  const { admin, viewer } = api.as;
  const { path, personId, allocationId } = await ours();
  await admin.post(`${path}:accept`, { reason: 'Fine' });
  await admin.patch(`/allocations/${allocationId}`, { percent: 50 });
  expect((await viewer.get(path)).body).toMatchObject({ state: 'accepted', reason: 'Fine', over_minutes: 1_050 });
  await admin.post('/allocations', {
    person_id: personId,
    start_date: '2027-03-01',
    end_date: '2027-03-05',
    percent: 1,
  });
  expect((await viewer.get(path)).body).toMatchObject({ state: 'open', reason: null });
});

test("a project's new name is in the causes of what is open, under a new version; others keep theirs", async () => {
  const { owner } = api.as;
  const { id: project_id } = await buildProject(owner, { name: 'Before' });
  const { path, allocationId } = await ours();
  await owner.patch(`/allocations/${allocationId}`, { project_id });
  const labels = async (): Promise<unknown[]> => {
    const causes = (await owner.get(path)).body['causes'] as { id: string; label: string }[];
    return causes.map(({ id, label }) => [id === allocationId, label]).sort();
  };
  expect(await labels()).toEqual([
    [false, 'No project'],
    [true, 'Before'],
  ]);
  const tag = (await owner.get(path)).headers.get('ETag');
  await owner.patch(`/projects/${project_id}`, { name: 'After' });
  expect(await labels()).toEqual([
    [false, 'No project'],
    [true, 'After'],
  ]);
  expect((await owner.get(path)).headers.get('ETag')).not.toBe(tag);
});
