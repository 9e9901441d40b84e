/** Approval policies and delegations as resources: who writes them, and what is not one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildApprovalPolicy, create, eventsOf } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('policies', () => {
  const level = { approvers: [{ type: 'line_manager' }], rule: 'any' };

  test('401 without a token, 403 for everybody below admin', async () => {
    expect((await api.anonymous.get('/approval-policies')).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
      expect((await client.get('/approval-policies')).status).toBe(403);
      expect((await client.post('/approval-policies', { nonsense: 1 })).status).toBe(403);
    }
  });

  test.each([
    [{ kind: 'holiday' }, '/kind'],
    [{ levels: [] }, '/levels'],
    [{ levels: [{ ...level, approvers: [] }] }, '/levels/0/approvers'],
    [{ levels: [{ ...level, approvers: [{ type: 'role', role: 'viewer' }] }] }, '/levels/0/approvers/0/role'],
    [{ levels: [{ ...level, rule: 'quorum' }] }, '/levels/0/quorum'],
    [{ levels: [level, { ...level, quorum: 2 }] }, '/levels/1/quorum'],
    [{ levels: [{ ...level, remind_after: '2 days' }] }, '/levels/0/remind_after'],
    [{ levels: [{ ...level, remind_after: 'P0D' }] }, '/levels/0/remind_after'],
    [{ levels: [{ ...level, escalate_after: 'P5D' }] }, '/levels/0/escalate_to'],
    [{ levels: [{ ...level, escalate_to: { type: 'line_manager' } }] }, '/levels/0/escalate_after'],
    [{ levels: [{ ...level, approvers: [{ type: 'user', user_id: newId() }] }] }, '/levels/0/approvers/0/user_id'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await api.as.admin.post('/approval-policies', { kind: 'absence', levels: [level], ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('a user of another organisation is like an unknown one; so is the policy of one', async () => {
    const approvers = [{ type: 'user', user_id: api.stranger.userId }];
    const answer = await api.as.admin.post('/approval-policies', {
      kind: 'absence',
      levels: [{ ...level, approvers }],
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'reference_not_found']);
    const { id } = await buildApprovalPolicy(api.stranger);
    expect((await api.as.admin.get(`/approval-policies/${id}`)).status).toBe(404);
  });

  test('create, one of a kind, change, 412, delete, again', async () => {
    const full = {
      approvers: [{ type: 'team_lead' }, { type: 'user', user_id: api.as.manager.userId }],
      rule: 'quorum',
      quorum: 1,
      remind_after: 'P2D',
      escalate_after: 'P1W',
      escalate_to: { type: 'role', role: 'owner' },
    };
    const created = await buildApprovalPolicy(api.as.admin, { kind: 'absence', levels: [full, level] });
    const path = `/approval-policies/${created.id}`;
    expect(created['levels']).toMatchObject([full, { ...level, quorum: null, remind_after: null, escalate_to: null }]);
    const twice = await api.as.admin.post('/approval-policies', { kind: 'absence', levels: [level] });
    expect([twice.status, twice.body.code]).toEqual([409, 'duplicate']);
    expect((await api.as.admin.patch(path, created)).body.version).toBe(2);
    const stale = await api.as.admin.patch(path, { levels: [level] }, { 'If-Match': '"1"' });
    expect(stale.status).toBe(412);
    expect((await api.as.admin.patch(path, { levels: [level] })).body['levels']).toHaveLength(1);
    expect((await api.as.admin.delete(path)).status).toBe(204);
    expect((await api.as.admin.get(path)).status).toBe(404);
    expect(await eventsOf(api, created.id)).toMatchObject({
      audited: [
        'approval_policy.created',
        'approval_policy.updated',
        'approval_policy.updated',
        'approval_policy.deleted',
      ],
    });
    await buildApprovalPolicy(api.as.admin, { kind: 'absence' });
  });
});

describe('delegations', () => {
  const valid = (): Record<string, string> => ({
    from_user_id: api.as.member.userId,
    to_user_id: api.as.manager.userId,
    starts_on: '2026-11-23',
    ends_on: '2026-12-04',
  });

  test('401 without a token, 403 for a viewer', async () => {
    expect((await api.anonymous.get('/delegations')).status).toBe(401);
    expect((await api.as.viewer.get('/delegations')).status).toBe(403);
    expect((await api.as.viewer.post('/delegations', { nonsense: 1 })).status).toBe(403);
  });

  test.each([
    [{ ends_on: '2026-11-22' }, '/ends_on'],
    [{ kinds: [] }, '/kinds'],
    [{ kinds: ['holiday'] }, '/kinds/0'],
    [{ to_user_id: newId() }, '/to_user_id'],
    [{ from_user_id: newId() }, '/from_user_id'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await api.as.admin.post('/delegations', { ...valid(), ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('400 to oneself, 403 for what is asked of others, also to read it', async () => {
    const self = await api.as.member.post('/delegations', { ...valid(), to_user_id: api.as.member.userId });
    expect([self.status, self.body.errors[0]?.pointer]).toEqual([400, '/to_user_id']);
    const { id } = await create(api.as.admin, '/delegations', { ...valid(), from_user_id: api.as.admin.userId });
    for (const client of [api.as.member, api.as.manager]) {
      expect((await client.patch(`/delegations/${id}`, { ends_on: '2027-01-01' })).status).toBe(403);
      expect((await client.delete(`/delegations/${id}`)).status).toBe(403);
    }
    expect((await api.as.member.post('/delegations', { ...valid(), from_user_id: api.as.owner.userId })).status).toBe(
      403,
    );
    expect((await api.as.member.get(`/delegations/${id}`)).status).toBe(403);
    expect((await api.as.manager.get(`/delegations/${id}`)).status).toBe(200);
    expect((await api.as.member.get('/delegations')).body.items.map((item) => item.id)).not.toContain(id);
  });

  test('create, change, delete one’s own; admins those of all', async () => {
    const created = await create(api.as.member, '/delegations', { ...valid(), kinds: ['absence'] });
    const path = `/delegations/${created.id}`;
    expect(created).toMatchObject({ ...valid(), kinds: ['absence'] });
    expect((await api.as.member.patch(path, { kinds: null })).body).toMatchObject({ ...valid(), kinds: null });
    expect((await api.as.admin.patch(path, { ends_on: '2026-12-05' })).body).toMatchObject({ ends_on: '2026-12-05' });
    expect((await api.as.member.delete(path)).status).toBe(204);
    expect((await api.as.admin.get(path)).status).toBe(404);
  });
});
