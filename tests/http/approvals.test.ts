/** Requests for approval over HTTP: who decides, in which order, and that each decision does its work once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type ApiAnswer, type ApiClient, type SignedIn, type TestApi } from '../support/api';
import { buildAbsence, buildAllocationRequest, buildApprovalPolicy, buildPerson, eventsOf } from '../support/resources';

let api: TestApi;
/** Three more managers, who are asked by name. */
let anna: SignedIn;
let ben: SignedIn;
let cleo: SignedIn;
beforeAll(async () => {
  api = await startApi();
  const { organizationId } = api;
  [anna, ben, cleo] = await Promise.all([
    api.signIn({ role: 'manager', organizationId }),
    api.signIn({ role: 'member', organizationId }),
    api.signIn({ role: 'manager', organizationId }),
  ]);
});
afterAll(() => api.close());
beforeEach(async () => {
  const rows = { organization_id: api.organizationId };
  await api.database.admin('approval_policies').where(rows).update({ deleted_at: new Date() });
  await api.database.admin('delegations').where(rows).update({ deleted_at: new Date() });
});

const user = (client: SignedIn): object => ({ type: 'user', user_id: client.userId });
const level = (approvers: object[], rule = 'any', more: object = {}): object => ({ approvers, rule, ...more });
const policy = (kind: string, ...levels: object[]): Promise<AnswerBody> =>
  buildApprovalPolicy(api.as.owner, { kind, levels });
const ask = (by: ApiClient = api.as.manager): Promise<AnswerBody> =>
  buildAllocationRequest(by, { percent: 50, person_id: person });
const approve = (client: ApiClient, id: string): Promise<ApiAnswer> => client.post(`/approvals/${id}:approve`);
const decline = (client: ApiClient, id: string): Promise<ApiAnswer> =>
  client.post(`/approvals/${id}:decline`, { comment: 'Not now' });
const outcome = ({ status, body }: ApiAnswer): unknown[] => [status, status === 200 ? body.state : body.code];
const delegate = (from: SignedIn, to: SignedIn, more: object = {}): Promise<ApiAnswer> =>
  from.post('/delegations', {
    from_user_id: from.userId,
    to_user_id: to.userId,
    starts_on: '2020-01-01',
    ends_on: '2099-12-31',
    ...more,
  });

let person: string;
beforeEach(async () => {
  person = (await buildPerson(api.as.owner)).id;
});

describe('refusals, in order', () => {
  test('401 without a token, 403 for a viewer and for a member who may not ask', async () => {
    expect((await api.anonymous.get('/approvals')).status).toBe(401);
    expect((await api.as.viewer.get('/approvals')).status).toBe(403);
    expect((await api.as.member.post('/allocation-requests', { nonsense: 1 })).status).toBe(403);
  });

  test.each([
    [{ start_date: undefined }, '/start_date'],
    [{ end_date: '2027-02-28' }, '/end_date'],
    [{ percent: 50, total_minutes: 60 }, '/total_minutes'],
    [{ message: '' }, '/message'],
    [{ person_id: newId() }, '/person_id'],
    [{ project_id: newId() }, '/project_id'],
  ])('400 for a request with %j names %s', async (change, pointer) => {
    await policy('allocation_request', level([user(anna)]));
    const body = { person_id: person, start_date: '2027-03-01', end_date: '2027-03-05', ...change };
    const answer = await api.as.manager.post('/allocation-requests', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]?.pointer).toBe(pointer);
  });

  test('400 for a refusal without a reason; 409 to ask where no policy says who decides', async () => {
    await policy('allocation_request', level([user(anna)]));
    const { id } = await ask();
    expect((await anna.post(`/approvals/${id}:decline`, {})).status).toBe(400);
    await api.database.admin('approval_policies').update({ deleted_at: new Date() });
    const body = { person_id: person, start_date: '2027-03-01', end_date: '2027-03-05' };
    expect(outcome(await api.as.manager.post('/allocation-requests', body))).toEqual([409, 'conflict']);
  });

  test('404, then 403: own request, nobody who is asked, then 409: decided, not their turn', async () => {
    await policy('allocation_request', level([user(anna), user(ben)], 'all'), level([user(cleo)]));
    const { id } = await ask();
    expect(outcome(await approve(anna, newId()))).toEqual([404, 'not_found']);
    expect(outcome(await approve(api.as.manager, id))).toEqual([403, 'own_request']);
    expect(outcome(await approve(api.as.owner, id))).toEqual([403, 'not_an_approver']);
    expect(outcome(await approve(cleo, id))).toEqual([409, 'step_closed']);
    expect(outcome(await approve(anna, id))).toEqual([200, 'pending']);
    expect(outcome(await approve(anna, id))).toEqual([409, 'already_decided']);
    expect(outcome(await decline(anna, id))).toEqual([409, 'already_decided']);
    expect(outcome(await approve(ben, id))).toEqual([200, 'pending']);
    expect(outcome(await decline(ben, id))).toEqual([409, 'already_decided']);
    expect(outcome(await approve(api.as.manager, id))).toEqual([403, 'own_request']);
    expect(outcome(await approve(cleo, id))).toEqual([200, 'approved']);
    for (const late of [cleo, anna]) expect(outcome(await decline(late, id))).toEqual([409, 'already_decided']);
    expect(outcome(await approve(api.as.owner, id))).toEqual([403, 'not_an_approver']);
  });

  test('whoever is asked at a level that others have passed is told that it is closed; 412 for a stale tag', async () => {
    await policy('allocation_request', level([user(anna), user(ben)]), level([user(cleo)]));
    const { id } = await ask();
    const stale = await anna.post(`/approvals/${id}:approve`, undefined, { 'If-Match': '"7"' });
    expect(outcome(stale)).toEqual([412, 'stale_version']);
    expect(outcome(await approve(anna, id))).toEqual([200, 'pending']);
    expect(outcome(await approve(ben, id))).toEqual([409, 'step_closed']);
  });

  test('somebody else’s request: 403 to read it, 403 to cancel it; admins see all', async () => {
    await policy('allocation_request', level([user(anna)]));
    const { id } = await ask();
    expect(outcome(await ben.get(`/approvals/${id}`))).toEqual([403, 'forbidden']);
    expect(outcome(await api.as.admin.post(`/approvals/${id}:cancel`))).toEqual([403, 'forbidden']);
    expect((await api.as.admin.get(`/approvals/${id}`)).status).toBe(200);
    expect((await ben.get('/approvals?state=pending')).body.items.map((item) => item.id)).not.toContain(id);
    expect((await anna.get('/approvals?state=pending')).body.items.map((item) => item.id)).toContain(id);
  });
});

describe('an allocation request', () => {
  test('books nothing until it is approved, then once, under the id of the subject', async () => {
    await policy('allocation_request', level([{ type: 'line_manager' }]));
    await api.as.owner.patch(`/people/${person}`, { manager_id: anna.personId });
    const asked = await api.as.manager.post('/allocation-requests', {
      person_id: person,
      start_date: '2027-03-01',
      end_date: '2027-03-05',
      percent: 80,
      message: 'For the launch',
    });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('Location')).toBe(`/api/v1/approvals/${asked.body.id}`);
    expect(asked.body).toMatchObject({
      kind: 'allocation_request',
      state: 'pending',
      message: 'For the launch',
      requested_allocation: { percent: 80, person_id: person },
      steps: [{ state: 'open', may_decide: [{ user_id: anna.userId, for_user_ids: [anna.userId] }], decisions: [] }],
    });
    const { id } = asked.body['subject'] as { id: string };
    expect((await api.as.viewer.get(`/allocations/${id}`)).status).toBe(404);
    const answers = await Promise.all([1, 2, 3, 4].map(() => approve(anna, asked.body.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await api.as.viewer.get(`/allocations/${id}`)).body).toMatchObject({
      percent: 80,
      status: 'firm',
      version: 1,
    });
    const days = await api.as.viewer.get(`/capacity/days?person_id=${person}&from=2027-03-01&to=2027-03-01`);
    expect(days.body.items[0]).toMatchObject({ firm_minutes: 336 });
    expect(await eventsOf(api, asked.body.id)).toEqual({
      audited: ['approval.requested', 'approval.approved'],
      emitted: ['approval.requested', 'approval.decided'],
    });
  });

  test('declined or cancelled, it books nothing, and who waited sees it no more', async () => {
    await policy('allocation_request', level([user(anna)]));
    const [first, second] = [await ask(), await ask()];
    expect(outcome(await decline(anna, first.id))).toEqual([200, 'declined']);
    expect(outcome(await api.as.manager.post(`/approvals/${second.id}:cancel`))).toEqual([200, 'cancelled']);
    expect(outcome(await api.as.manager.post(`/approvals/${second.id}:cancel`))).toEqual([409, 'already_decided']);
    expect(outcome(await approve(anna, second.id))).toEqual([409, 'already_decided']);
    expect((await api.as.viewer.get(`/allocations?person_id=${person}`)).body.total).toBe(0);
    const mine = await anna.get('/approvals?mine=true&state=pending');
    expect(mine.body.items.filter(({ id }) => [first.id, second.id].includes(id))).toEqual([]);
    const voted = await anna.get('/approvals?mine=true&state=declined');
    expect(voted.body.items.map(({ id }) => id)).toContain(first.id);
  });

  test('two approvers at once: one decides, the other is told so', async () => {
    await policy('allocation_request', level([user(anna), user(ben)]));
    for (let round = 0; round < 5; round += 1) {
      const { id } = await ask();
      const answers = await Promise.all([approve(anna, id), decline(ben, id)]);
      const [won, lost] = [...answers].sort((a, b) => a.status - b.status);
      expect([won?.status, lost?.status, lost?.body.code]).toEqual([200, 409, 'already_decided']);
    }
  });

  test('a changed or deleted policy leaves what runs as it was asked', async () => {
    const { id: policyId } = await policy('allocation_request', level([user(anna)]), level([user(ben)]));
    const { id } = await ask();
    await api.as.owner.patch(`/approval-policies/${policyId}`, { levels: [level([user(cleo)])] });
    expect(outcome(await approve(cleo, id))).toEqual([403, 'not_an_approver']);
    await api.as.owner.delete(`/approval-policies/${policyId}`);
    expect(outcome(await approve(anna, id))).toEqual([200, 'pending']);
    expect(outcome(await approve(ben, id))).toEqual([200, 'approved']);
  });

  test('quorum: two of three, whoever they are', async () => {
    await policy('allocation_request', level([user(anna), user(ben), user(cleo)], 'quorum', { quorum: 2 }));
    const [passed, refused] = [await ask(), await ask()];
    expect(outcome(await decline(anna, passed.id))).toEqual([200, 'pending']);
    expect(outcome(await approve(ben, passed.id))).toEqual([200, 'pending']);
    expect(outcome(await approve(cleo, passed.id))).toEqual([200, 'approved']);
    expect(outcome(await decline(cleo, refused.id))).toEqual([200, 'pending']);
    expect(outcome(await decline(anna, refused.id))).toEqual([200, 'declined']);
  });
});

describe('an absence', () => {
  const request = (): Promise<AnswerBody> => buildAbsence(api.as.member, { person_id: api.as.member.personId });
  const running = async (id: string): Promise<AnswerBody> => {
    const { body } = await api.as.member.get('/approvals?state=pending&kind=absence');
    const found = body.items.find((item) => (item['subject'] as { id: string }).id === id);
    if (found === undefined) throw new Error('no approval runs');
    return found;
  };
  const off = async (): Promise<unknown> => {
    const days = `/capacity/days?person_id=${String(api.as.member.personId)}&from=2026-11-23&to=2026-11-23`;
    return (await api.as.viewer.get(days)).body.items[0]?.['absence_minutes'];
  };

  test('without a policy its status is the decision; with one the approval is, while it runs', async () => {
    const before = await request();
    await policy('absence', level([user(anna)]));
    expect((await api.as.admin.patch(`/absences/${before.id}`, { status: 'declined' })).status).toBe(200);
    const { id } = await request();
    const approval = await running(id);
    expect((await api.as.member.get(`/absences/${id}`)).body['approval_id']).toBe(approval.id);
    for (const change of [{ status: 'approved' }, { status: 'declined' }, { end_date: '2026-11-24' }]) {
      const answer = await api.as.admin.patch(`/absences/${id}`, change);
      expect([...outcome(answer), answer.body['approval_id']]).toEqual([409, 'conflict', approval.id]);
    }
    expect((await api.as.member.patch(`/absences/${id}`, { notes: 'A wedding' })).status).toBe(200);
    expect(await off()).toBe(0);
    expect(outcome(await approve(anna, approval.id))).toEqual([200, 'approved']);
    expect((await api.as.member.get(`/absences/${id}`)).body).toMatchObject({ status: 'approved', approval_id: null });
    expect(await off()).toBe(420);
    await api.as.admin.delete(`/absences/${id}`);
  });

  test('declined by the approval, cancelled with it, and the approval is cancelled with the absence', async () => {
    await policy('absence', level([user(anna)]));
    const [declined, cancelled, deleted, withdrawn] = [
      await request(),
      await request(),
      await request(),
      await request(),
    ];
    expect(outcome(await decline(anna, (await running(declined.id)).id))).toEqual([200, 'declined']);
    await api.as.member.post(`/approvals/${(await running(cancelled.id)).id}:cancel`);
    const [ofDeleted, ofWithdrawn] = [await running(deleted.id), await running(withdrawn.id)];
    await api.as.member.delete(`/absences/${deleted.id}`);
    await api.as.member.patch(`/absences/${withdrawn.id}`, { status: 'cancelled' });
    const states = await Promise.all(
      [declined, cancelled, withdrawn].map(
        async ({ id }) => (await api.as.member.get(`/absences/${id}`)).body['status'],
      ),
    );
    expect(states).toEqual(['declined', 'cancelled', 'cancelled']);
    for (const { id } of [ofDeleted, ofWithdrawn]) {
      expect((await api.as.member.get(`/approvals/${id}`)).body.state).toBe('cancelled');
      expect(outcome(await approve(anna, id))).toEqual([409, 'already_decided']);
    }
    expect(await off()).toBe(0);
  });

  test('nobody decides about their own absence, also where somebody else asked for it', async () => {
    await policy('absence', level([user(anna), user(ben)]));
    const { id } = await buildAbsence(api.as.admin, { person_id: ben.personId, status: 'requested' });
    const { body } = await api.as.admin.get('/approvals?state=pending&kind=absence');
    const approval = body.items.find((item) => (item['subject'] as { id: string }).id === id);
    expect(outcome(await approve(ben, approval?.id ?? ''))).toEqual([403, 'own_request']);
    expect(outcome(await approve(anna, approval?.id ?? ''))).toEqual([200, 'approved']);
  });

  test('a closed month refuses the decision as it refuses the write, and nothing is half done', async () => {
    await policy('absence', level([user(anna)]));
    const { id } = await request();
    const approval = await running(id);
    await api.as.admin.post('/periods/2026-11:close');
    expect(outcome(await approve(anna, approval.id))).toEqual([409, 'period_closed']);
    expect((await running(id)).steps).toMatchObject([{ state: 'open', decisions: [] }]);
    await api.as.admin.post('/periods/2026-11:reopen');
    expect(outcome(await approve(anna, approval.id))).toEqual([200, 'approved']);
  });
});

test('closing a month under a policy: 202, the same request again, closed once it is approved', async () => {
  await policy('period_close', level([{ type: 'role', role: 'owner' }]));
  const first = await api.as.admin.post('/periods/2025-03:close');
  const again = await api.as.admin.post('/periods/2025-03:close');
  expect([first.status, first.body['kind'], again.status, again.body.id]).toEqual([
    202,
    'period_close',
    202,
    first.body.id,
  ]);
  const month = async (): Promise<AnswerBody | undefined> =>
    (await api.as.admin.get('/periods')).body.items.find((item) => item['month'] === '2025-03');
  expect((await month())?.state).toBe('open');
  expect(outcome(await approve(api.as.admin, first.body.id))).toEqual([403, 'own_request']);
  expect(outcome(await approve(api.as.owner, first.body.id))).toEqual([200, 'approved']);
  expect(await month()).toMatchObject({ state: 'closed', closed_by: api.as.owner.userId });
  expect(outcome(await api.as.admin.post('/periods/2025-03:close'))).toEqual([200, 'closed']);
});

describe('delegation', () => {
  test('the inbox is right under it: chains count, circles end, dates and kinds bound it', async () => {
    await policy('allocation_request', level([user(anna)]));
    const { id } = await ask();
    const inbox = async (client: SignedIn): Promise<boolean> =>
      (await client.get('/approvals?mine=true')).body.items.some((item) => item.id === id);
    expect([await inbox(anna), await inbox(ben), await inbox(cleo)]).toEqual([true, false, false]);
    await delegate(anna, ben, { kinds: ['absence'] });
    await delegate(anna, ben, { ends_on: '2020-01-02' });
    expect(await inbox(ben)).toBe(false);
    await delegate(anna, ben);
    await delegate(ben, cleo);
    await delegate(cleo, anna);
    expect([await inbox(anna), await inbox(ben), await inbox(cleo)]).toEqual([true, true, true]);
    const decided = await approve(cleo, id);
    expect(decided.body.steps).toMatchObject([{ decisions: [{ user_id: cleo.userId, for_user_id: anna.userId }] }]);
    expect([await inbox(anna), await inbox(ben)]).toEqual([false, false]);
    expect(outcome(await approve(anna, id))).toEqual([409, 'already_decided']);
  });

  test('neither the requester nor whoever they delegate to decides for an approver through them', async () => {
    await policy('allocation_request', level([user(anna)]));
    const { id } = await ask(cleo);
    await delegate(anna, cleo);
    await delegate(cleo, ben);
    expect(outcome(await approve(cleo, id))).toEqual([403, 'own_request']);
    expect(outcome(await approve(ben, id))).toEqual([403, 'not_an_approver']);
  });
});
