/** Benefit types, policies and decisions about people over HTTP, as v9 clients send them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import {
  buildBenefitPolicy,
  buildBenefitType,
  buildEngagement,
  buildPerson,
  buildPersonBenefit,
  eventsOf,
} from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('refusals, in order', () => {
  test('401 without a token, 403 below admin whatever the body', async () => {
    const paths = ['/benefits/types', '/benefits/policies', `/people/${newId()}/benefits`];
    for (const path of paths) {
      expect((await api.anonymous.get(path)).status).toBe(401);
      for (const role of ['manager', 'member', 'viewer'] as const) {
        expect((await api.as[role].get(path)).status).toBe(403);
        expect((await api.as[role].post(path, { nonsense: 1 })).status).toBe(403);
      }
    }
  });

  test.each([
    ['/benefits/types', { key: '', name: 'x' }, '/key'],
    ['/benefits/types', { key: 'x' }, '/name'],
    ['/benefits/policies', { rules: {} }, '/benefit_type_id'],
    ['/benefits/policies', { benefit_type_id: newId(), rules: [] }, '/rules'],
    ['/benefits/policies', { benefit_type_id: newId(), rules: { both_halves: 'yes' } }, '/rules/both_halves'],
    ['/benefits/policies', { benefit_type_id: newId(), rules: { minimum_minutes: -1 } }, '/rules/minimum_minutes'],
    [
      '/benefits/policies',
      { benefit_type_id: newId(), rules: { absence_types_that_count: ['training', ' '] } },
      '/rules/absence_types_that_count/1',
    ],
    ['/benefits/policies', { benefit_type_id: newId(), colour: 1 }, '/colour'],
    ['/benefits/policies', { benefit_type_id: newId() }, '/benefit_type_id'],
    ['/benefits/policies', { benefit_type_id: newId(), effective_from: '2026-02-30' }, '/effective_from'],
  ])('400 for POST %s %j names %s', async (path, body, pointer) => {
    const answer = await api.as.admin.post(path, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('400 for reversed dates and for a type of another organisation', async () => {
    const { id: person } = await buildPerson(api.as.owner);
    const { id: benefit_type_id } = await buildBenefitType(api.as.owner);
    const reversed = { benefit_type_id, eligible: true, effective_from: '2026-02-01', effective_to: '2026-01-01' };
    for (const path of ['/benefits/policies', `/people/${person}/benefits`]) {
      const { eligible, ...policy } = reversed;
      const body = path.startsWith('/people') ? { ...policy, eligible } : policy;
      const answer = await api.as.admin.post(path, body);
      expect([answer.status, answer.body.errors[0]?.code]).toEqual([400, 'range_reversed']);
    }
    const foreign = await buildBenefitType(api.stranger);
    const answer = await api.as.admin.post('/benefits/policies', { benefit_type_id: foreign.id });
    expect([answer.status, answer.body.code]).toEqual([400, 'reference_not_found']);
  });

  test('404 of another organisation, and for a decision about somebody else', async () => {
    const foreign = await buildPersonBenefit(api.stranger);
    const own = await buildPersonBenefit(api.as.owner);
    const other = await buildPerson(api.as.owner);
    for (const path of [
      `/people/${String(foreign['person_id'])}/benefits/${foreign.id}`,
      `/people/${other.id}/benefits/${own.id}`,
      `/benefits/policies/${newId()}`,
    ]) {
      expect((await api.as.admin.get(path)).status).toBe(404);
      expect((await api.as.admin.patch(path, {})).status).toBe(404);
    }
    expect((await api.as.admin.get(`/people/${String(foreign['person_id'])}/benefits`)).status).toBe(404);
  });

  test('409 for a key that is taken, 412 for a stale tag', async () => {
    const { id, ...type } = await buildBenefitType(api.as.owner);
    const again = await api.as.admin.post('/benefits/types', { key: type['key'], name: 'Other' });
    expect([again.status, again.body.code]).toEqual([409, 'duplicate']);
    expect((await api.as.admin.patch(`/benefits/types/${id}`, { name: 'B' }, { 'If-Match': '"7"' })).status).toBe(412);
  });
});

test('meal vouchers are one type, whatever their key: another one is refused with the id of the first', async () => {
  const owner = await api.signIn({
    role: 'owner',
    organizationId: (await api.factory.organization()).id,
    personId: null,
  });
  const made = await Promise.all(
    ['meal_vouchers', 'Titres-restaurant', 'ticket_resto'].map((key) =>
      owner.post('/benefits/types', { key, name: 'X' }),
    ),
  );
  const first = made.find(({ status }) => status === 201);
  const refusal = { code: 'duplicate', benefit_type_id: first?.body.id };
  const refused = made.filter((answer) => answer !== first);
  expect(refused.map(({ status, body }) => [status, body])).toEqual([
    [409, expect.objectContaining(refusal)],
    [409, expect.objectContaining(refusal)],
  ]);
  const other = await buildBenefitType(owner);
  const renamed = await owner.patch(`/benefits/types/${other.id}`, { key: 'lunch_voucher' });
  expect([renamed.status, renamed.body]).toEqual([409, expect.objectContaining(refusal)]);
  const own = await owner.patch(`/benefits/types/${String(first?.body.id)}`, { key: 'lunch_voucher', name: 'Lunch' });
  expect([own.status, own.body['key']]).toEqual([200, 'lunch_voucher']);
  expect((await owner.patch(`/benefits/types/${other.id}`, { name: 'Other' })).status).toBe(200);
});

test('types and policies: made, listed, found, changed, with rules kept as they were sent', async () => {
  const type = await buildBenefitType(api.as.admin, { key: 'mutuelle', name: 'Mutuelle' });
  const rules = { tier: 'gold', nested: { of: ['anything'] } };
  const created = await api.as.admin.post('/benefits/policies', { benefit_type_id: type.id, rules });
  expect([created.status, created.body]).toEqual([
    201,
    expect.objectContaining({ rules, active: true, effective_from: null, effective_to: null }),
  ]);
  const path = `/benefits/policies/${created.body.id}`;
  const read = await api.as.admin.get(path);
  expect(read.headers.get('ETag')).toBe('"1"');
  // A v9 client sends back the whole record.
  const changed = await api.as.admin.patch(path, { ...read.body, active: false, effective_to: '2026-12-31' });
  expect([changed.status, changed.body['active'], changed.body['effective_to']]).toEqual([200, false, '2026-12-31']);
  expect((await api.as.admin.patch(path, { effective_to: null })).body).toMatchObject({ effective_to: null, rules });
  expect((await api.as.admin.get('/benefits/policies')).body.items.map((one) => one.id)).toContain(created.body.id);
  expect((await api.as.admin.get('/benefits/types')).body.items.map((one) => one['key'])).toContain('mutuelle');
  const events = ['benefit_policy.created', 'benefit_policy.updated', 'benefit_policy.updated'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

describe('benefits of one person', () => {
  test('are what active policies give on the dates of engagements on the payroll, and decisions with their reason', async () => {
    const { person_id } = await buildEngagement(api.as.owner, { start_date: '2026-03-16', end_date: '2026-12-31' });
    await buildEngagement(api.as.owner, { person_id, start_date: '2027-02-01', payroll_eligible: false });
    const policy = await buildBenefitPolicy(api.as.owner, { effective_from: '2026-01-01', effective_to: '2026-06-30' });
    const benefit_type_id = String(policy['benefit_type_id']);
    await buildBenefitPolicy(api.as.owner, { benefit_type_id, active: false });
    await buildBenefitPolicy(api.as.owner, { benefit_type_id, effective_from: '2027-01-01' });
    const path = `/people/${String(person_id)}/benefits`;
    const body = { benefit_type_id, eligible: false, effective_from: '2026-05-01', effective_to: null };
    const decided = await api.as.admin.post(path, { ...body, reason: 'Canteen' });
    expect([decided.status, decided.body]).toEqual([
      201,
      expect.objectContaining({ source: 'manual', reason: 'Canteen' }),
    ]);

    const mine = (await api.as.admin.get(path)).body.items.filter((one) => one['benefit_type_id'] === benefit_type_id);
    expect(mine).toMatchObject([
      {
        source: 'policy',
        policy_id: policy.id,
        eligible: true,
        effective_from: '2026-03-16',
        effective_to: '2026-06-30',
      },
      { source: 'manual', policy_id: null, eligible: false, effective_from: '2026-05-01', effective_to: null },
    ]);
    const pages = [await api.as.admin.get(`${path}?page_size=1`)];
    for (let next = pages[0]?.body.next_cursor ?? null; next !== null;) {
      const page = await api.as.admin.get(`${path}?page_size=1&cursor=${next}`);
      pages.push(page);
      next = page.body.next_cursor;
    }
    expect(pages.flatMap((page) => page.body.items.map((one) => one.id))).toEqual(
      (await api.as.admin.get(path)).body.items.map((one) => one.id),
    );
  });

  test('v9 sends a whole record and no reason: it is taken, and shown as without one; it can be changed and taken back', async () => {
    const { id: person_id } = await buildPerson(api.as.owner);
    const { id: benefit_type_id } = await buildBenefitType(api.as.owner);
    const path = `/people/${person_id}/benefits`;
    const record = {
      id: newId(),
      person_id,
      benefit_type_id,
      eligible: true,
      effective_from: '2026-01-01',
      source: 'manual',
    };
    const created = await api.as.admin.post(path, record);
    expect([created.status, created.body['reason'], created.body['person_id']]).toEqual([201, null, person_id]);
    const one = `${path}/${created.body.id}`;
    expect((await api.as.admin.patch(one, { eligible: false, reason: ' ' })).body).toMatchObject({
      eligible: false,
      reason: null,
    });
    expect((await api.as.admin.delete(one)).status).toBe(204);
    expect((await api.as.admin.get(path)).body.items).toEqual([]);
    const since = `${path}?modified_since=2026-01-01T00:00:00Z`;
    expect((await api.as.admin.get(since)).body.items[0]?.['deleted_at']).not.toBeNull();
  });
});
