/** Accepting what does not fit over HTTP, where a policy leaves it to others: tentative first, firm and accepted once approved. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApi, type AnswerBody, type ApiAnswer, type ApiClient, type SignedIn, type TestApi } from '../support/api';
import { buildAllocation, buildApprovalPolicy, buildPerson } from '../support/resources';

let api: TestApi;
/** Asked by name. */
let anna: SignedIn;
let person: string;
beforeAll(async () => {
  api = await startApi();
  anna = await api.signIn({ role: 'manager', organizationId: api.organizationId });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.admin('approval_policies').update({ deleted_at: new Date() });
  person = (await buildPerson(api.as.owner, { manager_id: api.as.manager.personId })).id;
});

const user = (client: SignedIn): object => ({ type: 'user', user_id: client.userId });
const level = (approvers: object[]): object => ({ approvers, rule: 'any' });
const policy = (kind: string, ...levels: object[]): Promise<AnswerBody> =>
  buildApprovalPolicy(api.as.owner, { kind, levels });
const approve = (client: ApiClient, id: string): Promise<ApiAnswer> => client.post(`/approvals/${id}:approve`);
const decline = (client: ApiClient, id: string): Promise<ApiAnswer> =>
  client.post(`/approvals/${id}:decline`, { comment: 'Not now' });
const outcome = ({ status, body }: ApiAnswer): unknown[] => [status, status === 200 ? body.state : body.code];

describe('accepting what does not fit, under a policy', () => {
  /** A person of the manager's who is booked full. */
  let booked: AnswerBody;
  beforeEach(async () => {
    booked = await buildAllocation(api.as.manager, week());
  });
  const week = (): Record<string, unknown> => ({ person_id: person, start_date: '2027-03-01', end_date: '2027-03-05' });
  const bookMore = (client: ApiClient, more: object = {}): Promise<ApiAnswer> =>
    client.post('/allocations?on_conflict=accept', { ...week(), percent: 50, conflict_reason: 'The launch', ...more });
  const overMinutes = async (): Promise<unknown> => {
    const days = await api.as.viewer.get(`/capacity/days?person_id=${person}&from=2027-03-01&to=2027-03-01`);
    return days.body.items[0]?.['over_minutes'];
  };

  test('tentative until it is approved, then firm and accepted', async () => {
    await policy('over_allocation', level([user(anna)]));
    const asked = await bookMore(api.as.manager);
    expect([asked.status, asked.body['status'], asked.body.impact.conflicts.opened]).toEqual([202, 'tentative', []]);
    const { id } = asked.body['approval'] as { id: string };
    expect(await overMinutes()).toBe(0);
    expect(outcome(await approve(api.as.manager, id))).toEqual([403, 'own_request']);
    expect(outcome(await approve(anna, id))).toEqual([200, 'approved']);
    expect((await api.as.viewer.get(`/allocations/${asked.body.id}`)).body['status']).toBe('firm');
    expect(await overMinutes()).toBe(210);
    const { body } = await api.as.viewer.get(`/conflicts?person_id=${person}`);
    expect(body.items).toMatchObject([{ state: 'accepted', reason: 'The launch', accepted_by: anna.userId }]);
  });

  test('who decides alone need not ask, nor who does not need it; without a reason it is 400 as ever', async () => {
    await policy('over_allocation', level([user(api.as.manager)]));
    expect((await bookMore(api.as.manager)).status).toBe(201);
    await api.database.admin('approval_policies').update({ deleted_at: new Date() });
    await policy('over_allocation', level([user(anna)]));
    expect((await bookMore(api.as.manager, { start_date: '2027-04-05', end_date: '2027-04-06' })).status).toBe(201);
    expect((await bookMore(api.as.manager, { status: 'tentative' })).status).toBe(201);
    expect((await bookMore(api.as.manager, { conflict_reason: null })).status).toBe(400);
    const dry = await api.as.manager.post('/allocations?on_conflict=accept&dry_run=true', {
      ...week(),
      conflict_reason: 'x',
    });
    expect([dry.status, dry.body.impact.conflicts.opened]).toEqual([200, []]);
  });

  test('a refusal leaves it tentative, and a changed or deleted allocation is no longer what was asked about', async () => {
    await policy('over_allocation', level([user(anna)]));
    const many = await api.as.manager.post('/allocations?on_conflict=accept', [
      { ...week(), percent: 50, conflict_reason: 'The launch' },
      { ...week(), percent: 10 },
      { ...week(), percent: 20 },
    ]);
    expect(many.status).toBe(202);
    const [refused, changed, deleted] = many.body['approvals'] as { id: string; subject: { id: string } }[];
    expect(outcome(await decline(anna, refused?.id ?? ''))).toEqual([200, 'declined']);
    await api.as.manager.patch(`/allocations/${String(changed?.subject.id)}`, { percent: 90 });
    expect(outcome(await approve(anna, changed?.id ?? ''))).toEqual([409, 'conflict']);
    await api.as.manager.delete(`/allocations/${String(deleted?.subject.id)}`);
    expect(outcome(await approve(anna, deleted?.id ?? ''))).toEqual([409, 'already_decided']);
    const { body } = await api.as.viewer.get(`/allocations?person_id=${person}`);
    expect(body.items.map((item) => item['status'])).toEqual(['firm', 'tentative', 'tentative']);
  });

  test('other writes with accept are refused; their conflict is asked about by itself, once', async () => {
    await policy('over_allocation', level([user(anna)]));
    const path = `/allocations/${booked.id}`;
    const accepted = await api.as.manager.patch(`${path}?on_conflict=accept`, { percent: 150, conflict_reason: 'Yes' });
    expect(outcome(accepted)).toEqual([403, 'not_an_approver']);
    const reported = await api.as.manager.patch(path, { percent: 150 });
    const conflict = `/conflicts/${String(reported.body.impact.conflicts.opened[0]?.id)}`;
    const asked = await api.as.manager.post(`${conflict}:accept`, { reason: 'Yes' });
    const again = await api.as.manager.post(`${conflict}:accept`, { reason: 'Yes!' });
    expect([asked.status, asked.body['kind'], again.body.id]).toEqual([202, 'over_allocation', asked.body.id]);
    expect((await api.as.viewer.get(conflict)).body.state).toBe('open');
    expect(outcome(await approve(anna, asked.body.id))).toEqual([200, 'approved']);
    expect((await api.as.viewer.get(conflict)).body).toMatchObject({ state: 'accepted', reason: 'Yes' });
    const outgrown = await api.as.manager.post(`${conflict}:reopen`);
    expect(outgrown.status).toBe(200);
    const third = await api.as.manager.post(`${conflict}:accept`, { reason: 'Yes' });
    await api.as.manager.patch(path, { percent: 200 });
    expect(outcome(await approve(anna, third.body.id))).toEqual([409, 'conflict']);
  });
});
