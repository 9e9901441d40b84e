/** What happens between asking for an erasure and its end, and right beside it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { asSystem } from '../../src/domains/privacy/as-system.command';
import { eraseRecords, finishErasure, redactAudit } from '../../src/domains/privacy/run-erasure.command';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import { buildFormer, erase, runErasure } from '../support/erasures';
import { buildAbsence, buildApprovalPolicy, buildEngagement, buildPerson, eventsOf } from '../support/resources';
import { untilWaiting } from '../support/until-waiting';

let api: TestApi;
let owner: SignedIn;
let organizationId: string;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  organizationId = (await api.factory.organization()).id;
  owner = await api.signIn({ role: 'owner', organizationId, personId: null });
});
afterEach(() => {
  api.clock.reset();
});
afterAll(() => api.close());

const step = () => ({ database: api.container.database, organizationId, workflowId: 'erasure/test' });
const memberIdOf = async (userId: string): Promise<string> =>
  String((await owner.get('/members')).body.items.find((item) => item['user_id'] === userId)?.id);
const ownersLeft = async (): Promise<number> =>
  (await api.database.admin('memberships').where({ organization_id: organizationId, role: 'owner', deleted_at: null }))
    .length;

describe('what comes in the way after it was asked for', () => {
  test('who has become the only owner stays, and the request says why', async () => {
    const personId = await buildFormer(owner);
    const second = await api.signIn({ role: 'owner', organizationId, personId });
    const { body } = await owner.post(`/people/${personId}:erase`, {});
    expect((await second.patch(`/members/${await memberIdOf(owner.userId)}`, { role: 'admin' })).status).toBe(200);
    await runErasure(step(), body.id);
    expect((await second.get(`/erasures/${body.id}`)).body).toMatchObject({
      state: 'failed',
      error_code: 'last_owner',
      counts: {},
    });
    expect(await ownersLeft()).toBe(1);
    expect((await eventsOf(api, personId)).audited).not.toContain('person.erased');
  });

  test('an owner who has not joined or may not enter does not count', async () => {
    const personId = await buildFormer(owner);
    const second = await api.signIn({ role: 'owner', organizationId, personId });
    await owner.post('/members', { email: 'invited-owner@example.com', role: 'owner' });
    const { body } = await owner.post(`/people/${personId}:erase`, {});
    await second.patch(`/members/${await memberIdOf(owner.userId)}`, { state: 'deactivated' });
    await runErasure(step(), body.id);
    expect((await second.get(`/erasures/${body.id}`)).body['error_code']).toBe('last_owner');
  });

  test('two owners who go at once: one erased, one kept', async () => {
    const people = [await buildFormer(owner), await buildFormer(owner)];
    const both = await Promise.all(people.map((personId) => api.signIn({ role: 'owner', organizationId, personId })));
    await owner.delete(`/members/${await memberIdOf(owner.userId)}`);
    const ids = await Promise.all(
      people.map(async (id, index) => (await both[index]!.post(`/people/${id}:erase`, {})).body.id),
    );
    await Promise.all(ids.map((id) => runErasure(step(), id)));
    const ended = await api.database.admin('erasures').whereIn('id', ids).select<{ state: string }[]>('state');
    expect(ended.map(({ state }) => state).sort()).toEqual(['completed', 'failed']);
    expect(await ownersLeft()).toBe(1);
  });

  test('who was employed again is not erased, and can be later', async () => {
    const personId = await buildFormer(owner, { full_name: 'Rehired' });
    const { body } = await owner.post(`/people/${personId}:erase`, {});
    const engagement = await buildEngagement(owner, { person_id: personId, start_date: '2026-04-01' });
    await runErasure(step(), body.id);
    expect((await owner.get(`/erasures/${body.id}`)).body).toMatchObject({
      state: 'failed',
      error_code: 'still_employed',
      counts: {},
    });
    expect((await owner.get(`/people/${personId}`)).body['full_name']).toBe('Rehired');
    await owner.patch(`/people/${personId}/engagements/${engagement.id}`, { end_date: '2026-04-30' });
    expect((await erase(owner, step(), personId)).state).toBe('completed');
  });

  test('an engagement that is being stored is waited for', async () => {
    const personId = await buildFormer(owner);
    const { body } = await owner.post(`/people/${personId}:erase`, {});
    const held = await api.database.admin.transaction();
    await held('people').where({ id: personId }).forNoKeyUpdate().select('id');
    await held('engagements').where({ person_id: personId }).update({ end_date: null });
    const erasing = asSystem(step(), (uow) => eraseRecords(uow, body.id));
    await untilWaiting(api.database, 1);
    await held.commit();
    await erasing;
    expect((await owner.get(`/erasures/${body.id}`)).body['error_code']).toBe('still_employed');
  });
});

test('what was being written when the erasure began is redacted too', async () => {
  const personId = await buildFormer(owner, { full_name: 'Secretname' });
  const { body } = await owner.post(`/people/${personId}:erase`, {});
  let erasing = Promise.resolve();
  await asSystem(step(), async (uow) => {
    await uow.trx('people').where({ id: personId }).update({ location: 'Hideout' });
    const facts = { entityType: 'person', entityId: personId };
    const [before, after] = [{ fullName: 'Secretname' }, { location: 'Hideout' }];
    uow.audit({ event: 'person.updated', ...facts, before, after });
    erasing = asSystem(step(), (other) => eraseRecords(other, body.id));
    await untilWaiting(api.database, 1);
  });
  await erasing;
  while (!(await asSystem(step(), (uow) => redactAudit(uow, body.id, 2))).done);
  await asSystem(step(), (uow) => finishErasure(uow, body.id, null));
  const text = JSON.stringify((await owner.get(`/audit-events?entity_id=${personId}&page_size=100`)).body);
  expect(text).toContain('person.updated');
  expect(text).not.toMatch(/Secretname|Hideout/);
});

test('an erasure that failed after the records can be made again, and finds the rest', async () => {
  const personId = await buildFormer(owner);
  const member = await api.signIn({ role: 'member', organizationId, personId });
  const memberId = await memberIdOf(member.userId);
  await owner.patch(`/members/${memberId}`, { role: 'viewer' });
  const { body } = await owner.post(`/people/${personId}:erase`, {});
  await asSystem(step(), (uow) => eraseRecords(uow, body.id));
  await asSystem(step(), (uow) => finishErasure(uow, body.id, 'timed_out'));
  expect((await erase(owner, step(), personId)).state).toBe('completed');
  const events = (await owner.get(`/audit-events?entity_id=${memberId}`)).body.items;
  expect(events[0]?.['after']).toMatchObject({ redacted: true });
  expect((await owner.post(`/people/${personId}:erase`, {})).body['obstacle']).toBe('already_erased');
});

test('today is the organisation’s: who works their last day there is employed', async () => {
  await owner.patch(`/orgs/${organizationId}`, { timezone: 'America/Los_Angeles' });
  const personId = await buildFormer(owner);
  const preview = `/orgs/${organizationId}/retention-preview?former_people_months=1`;
  api.clock.set('2026-04-01T05:00:00Z');
  const dry = await owner.post(`/people/${personId}:erase`, { dry_run: true });
  expect([dry.status, dry.body['obstacle']]).toEqual([409, 'still_employed']);
  api.clock.set('2026-05-01T05:00:00Z');
  expect((await owner.get(preview)).body['people']).toEqual([]);
  api.clock.set('2026-05-01T08:00:00Z');
  expect((await owner.get(preview)).body['people']).toEqual([personId]);
});

test('an absence that the erased person asked for somebody else is cancelled with the request', async () => {
  await buildApprovalPolicy(owner, {
    kind: 'absence',
    levels: [{ approvers: [{ type: 'role', role: 'owner' }], rule: 'any' }],
  });
  const asker = await buildFormer(owner);
  const manager = await api.signIn({ role: 'manager', organizationId, personId: asker });
  const { id: person_id } = await buildPerson(owner, { manager_id: asker });
  const asked = { person_id, status: 'requested', start_date: '2027-05-03', end_date: '2027-05-03' };
  const [waits, gone] = [await buildAbsence(manager, asked), await buildAbsence(manager, asked)];
  await api.database.admin('absences').where({ id: gone.id }).update({ status: 'declined' });
  const done = await erase(owner, step(), asker);
  expect(done.state).toBe('completed');
  const statusOf = async (id: string) => (await owner.get(`/absences/${id}`)).body['status'];
  expect([await statusOf(waits.id), await statusOf(gone.id)]).toEqual(['cancelled', 'declined']);
  const states = (await owner.get('/approvals')).body.items.map(({ state }) => state);
  expect(states).toEqual(['cancelled', 'cancelled']);
});
