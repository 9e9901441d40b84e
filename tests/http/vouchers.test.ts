/** Meal vouchers over HTTP: who sees whose, why so many, what a closed month keeps, what goes on, and the order. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type ApiClient, type TestApi } from '../support/api';
import { erase } from '../support/erasures';
import {
  buildAbsence,
  buildBenefitPolicy,
  buildBenefitType,
  buildEngagement,
  buildPerson,
  buildPersonBenefit,
  buildPersonIdentifier,
  eventsOf,
} from '../support/resources';

let api: TestApi;
let owner: ApiClient & { organizationId: string };
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  const organizationId = (await api.factory.organization()).id;
  const signedIn = await api.signIn({ role: 'owner', organizationId, personId: null });
  owner = Object.assign(signedIn, { organizationId });
});
afterAll(() => api.close());

interface Vouchers extends AnswerBody {
  days: number;
  correction_of: { month: string; kind: string; days: number; changes: { date: string }[] }[];
}

async function vouchersOf(month: string, personId: string, client: ApiClient = owner): Promise<Vouchers> {
  const { body } = await client.get(`/benefits/vouchers/${month}?person_id=${personId}`);
  return body.items[0] as Vouchers;
}

/** Somebody employed on the payroll since 2026-01-01, 7 h from Monday to Friday. */
async function buildEmployee(name = 'Ada', fields: object = {}): Promise<string> {
  const { id } = await buildPerson(owner, { full_name: name });
  await buildEngagement(owner, { person_id: id, ...fields });
  return id;
}

const giveMatricule = (person_id: string, id_value: string, id_type = 'matricule') =>
  buildPersonIdentifier(owner, { person_id, id_type, id_value });

describe('refusals, in order', () => {
  test('401, 403 by role', async () => {
    const paths = ['/benefits/vouchers/2026-11', '/benefits/vouchers/2026-11/order-file'];
    for (const path of paths) expect((await api.anonymous.get(path)).status).toBe(401);
    expect((await api.as.viewer.get('/benefits/vouchers/2026-11')).status).toBe(403);
    for (const role of ['manager', 'member', 'viewer'] as const) {
      expect((await api.as[role].post('/benefits/vouchers/2026-11:close')).status).toBe(403);
      expect((await api.as[role].get('/benefits/vouchers/2026-11/order-file')).status).toBe(403);
    }
  });

  test('400 for a parameter that is not known, 404 for what is no month', async () => {
    expect((await owner.get('/benefits/vouchers/2026-11?modified_since=2026-01-01T00:00:00Z')).status).toBe(400);
    for (const month of ['2026-13', '2026-1', 'november', '1899-12']) {
      expect((await owner.get(`/benefits/vouchers/${month}`)).status).toBe(404);
      expect((await owner.post(`/benefits/vouchers/${month}:close`)).status).toBe(404);
    }
  });

  test('403 by record: members and managers see their own and nobody else', async () => {
    for (const client of [api.as.member, api.as.manager]) {
      const own = await client.get('/benefits/vouchers/2026-11');
      expect(own.body.items.map((one) => one['person_id'])).toEqual([client.personId]);
      expect((await client.get(`/benefits/vouchers/2026-11?person_id=${String(client.personId)}`)).status).toBe(200);
      expect((await client.get(`/benefits/vouchers/2026-11?person_id=${String(api.as.owner.personId)}`)).status).toBe(
        403,
      );
    }
    const nobody = await api.signIn({ role: 'member', organizationId: api.organizationId, personId: null });
    expect((await nobody.get('/benefits/vouchers/2026-11')).body.items).toEqual([]);
  });
});

test('a month by the usual rules: every date with its reason, by the ledger', async () => {
  const id = await buildEmployee();
  const away = (fields: object) => buildAbsence(owner, { person_id: id, ...fields });
  await away({ start_date: '2026-11-03', end_date: '2026-11-03', starts_at: 'middle_of_day' });
  await away({ start_date: '2026-11-04', end_date: '2026-11-05', type: 'sick' });
  await away({ start_date: '2026-11-06', end_date: '2026-11-06', status: 'requested' });
  const row = await vouchersOf('2026-11', id);
  expect(row).toMatchObject({
    days: 18,
    rule_days: 18,
    override_days: 0,
    carried_over: 0,
    matricule: null,
    correction_of: [],
  });
  const parts = row['parts'] as unknown as { date: string; reason: string; days: number; causes: object[] }[];
  expect(parts).toHaveLength(30);
  expect(parts.slice(0, 6).map(({ reason }) => reason)).toEqual([
    'day_off',
    'worked',
    'half_day',
    'absence',
    'absence',
    'worked',
  ]);
  expect(parts[2]).toMatchObject({
    morning_minutes: 210,
    afternoon_minutes: 0,
    causes: [{ kind: 'absence', minutes: 210 }],
  });
  expect(parts.reduce((sum, part) => sum + part.days, 0)).toBe(18);
});

test('a policy brings its rules, a decision wins over it with its reason, and says what it adds or takes', async () => {
  const id = await buildEmployee();
  const { id: benefit_type_id } = await buildBenefitType(owner, { key: 'titres-restaurant' });
  await owner.post('/absence-types', { key: 'remote', label: 'Remote', is_time_off: false });
  await buildAbsence(owner, { person_id: id, start_date: '2026-11-02', end_date: '2026-11-06', type: 'remote' });
  await buildAbsence(owner, { person_id: id, start_date: '2026-11-09', end_date: '2026-11-10', type: 'training' });
  expect((await vouchersOf('2026-11', id)).days).toBe(19);
  const rules = { remote_counts: false, absence_types_that_count: ['training'] };
  const policy = await buildBenefitPolicy(owner, { benefit_type_id, rules });
  expect((await vouchersOf('2026-11', id)).days).toBe(16);
  await owner.patch(`/benefits/policies/${policy.id}`, { effective_from: '2026-11-16' });
  expect(await vouchersOf('2026-11', id)).toMatchObject({ days: 11, rule_days: 11 });
  await buildPersonBenefit(owner, { person_id: id, benefit_type_id, effective_from: '2026-11-30', reason: 'Canteen' });
  const taken = await vouchersOf('2026-11', id);
  expect(taken).toMatchObject({ days: 10, rule_days: 11, override_days: -1 });
  expect((taken['parts'] as unknown as object[]).at(-1)).toMatchObject({
    reason: 'override',
    override: { eligible: false, reason: 'Canteen' },
  });
  await owner.patch(`/benefits/policies/${policy.id}`, { active: false });
  expect((await vouchersOf('2026-11', id)).days).toBe(0);
});

test('of two types that mean meal vouchers, left from before, the one with policies counts', async () => {
  const id = await buildEmployee();
  const days = async () => (await vouchersOf('2026-11', id)).days;
  const first = await buildBenefitType(owner, { key: 'meal_vouchers' });
  const row = { organization_id: owner.organizationId, id: newId(), key: 'ticket_restaurant', name: 'Tickets' };
  await api.factory.insert('benefit_types', row);
  const usual = await days();
  const none = { rules: { minimum_minutes: 1_440 } };
  const policy = await buildBenefitPolicy(owner, { benefit_type_id: row.id, ...none });
  expect([usual > 0, await days()]).toEqual([true, 0]);
  await owner.patch(`/benefits/policies/${policy.id}`, { active: false });
  await buildBenefitPolicy(owner, { benefit_type_id: first.id });
  expect(await days()).toBe(usual);
});

describe('closing a month that has not begun', () => {
  afterEach(() => {
    api.clock.reset();
  });

  test('is 409, as nothing could open it again; from its first day on in the time zone of the organisation it is closed', async () => {
    await owner.patch(`/orgs/${owner.organizationId}`, { timezone: 'Asia/Tokyo' });
    await buildEmployee();
    api.clock.set('2026-11-30T14:59:00Z');
    for (const month of ['2026-12', '2150-01']) {
      const refused = await owner.post(`/benefits/vouchers/${month}:close`);
      expect([refused.status, refused.body.code, refused.body.errors]).toMatchObject([
        409,
        'conflict',
        [{ pointer: '/path/month', code: 'month_not_begun' }],
      ]);
    }
    expect((await owner.get('/benefits/vouchers/2026-12')).body.state).toBe('open');
    api.clock.set('2026-11-30T15:01:00Z');
    expect((await owner.post('/benefits/vouchers/2026-12:close')).status).toBe(200);
  });
});

describe('a closed month', () => {
  test('is frozen; what changes later goes to the next month with a trace, and on from there when that falls below 0', async () => {
    const id = await buildEmployee('Ada', { end_date: '2026-11-03' });
    const closed = await owner.post('/benefits/vouchers/2026-10:close');
    expect([closed.status, closed.body]).toMatchObject([
      200,
      { month: '2026-10', state: 'closed', people: 1, days: 22 },
    ]);
    await buildAbsence(owner, { person_id: id, start_date: '2026-10-26', end_date: '2026-10-30', type: 'sick' });

    const october = await owner.get('/benefits/vouchers/2026-10');
    expect(october.body).toMatchObject({ state: 'closed', closed_at: closed.body['closed_at'], items: [{ days: 22 }] });
    const november = await vouchersOf('2026-11', id);
    expect(november).toMatchObject({ rule_days: 2, days: 0, carried_over: -3 });
    expect(november.correction_of).toMatchObject([{ month: '2026-10', kind: 'recount', days: -5 }]);
    expect(november.correction_of[0]?.changes.map(({ date }) => date)).toEqual(
      ['26', '27', '28', '29', '30'].map((day) => `2026-10-${day}`),
    );
    expect((await vouchersOf('2026-12', id)).correction_of).toEqual([]);

    await owner.post('/benefits/vouchers/2026-11:close');
    const december = await vouchersOf('2026-12', id);
    expect(december).toMatchObject({
      days: 0,
      carried_over: -3,
      correction_of: [{ month: '2026-11', kind: 'carried', days: -3 }],
    });
  });

  test('closes once, whoever asks again or at the same time, and tells of it once', async () => {
    await buildEmployee();
    const answers = await Promise.all([1, 2, 3].map(() => owner.post('/benefits/vouchers/2026-10:close')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const events = ['voucher_month.closed'];
    expect(await eventsOf(api, answers[0]?.body.id ?? '')).toEqual({ audited: events, emitted: events });
  });

  test('is apart from the closed period of the plan', async () => {
    const id = await buildEmployee();
    await owner.post('/benefits/vouchers/2026-10:close');
    await buildAbsence(owner, { person_id: id, start_date: '2026-10-01', end_date: '2026-10-01' });
    await owner.post('/periods/2026-11:close');
    expect((await vouchersOf('2026-11', id)).days).toBe(20);
  });

  test('keeps people who are deleted later, and hands nothing on for them', async () => {
    const id = await buildEmployee('Gone');
    await owner.post('/benefits/vouchers/2026-10:close');
    await owner.delete(`/people/${id}`);
    expect((await owner.get('/benefits/vouchers/2026-10')).body.items).toMatchObject([{ person_id: id, days: 22 }]);
    expect((await owner.get('/benefits/vouchers/2026-11')).body.items).toEqual([]);
  });
});

test('people by name, in pages', async () => {
  for (const name of ['Cleo', 'Ada', 'Bob']) await buildEmployee(name);
  const first = await owner.get('/benefits/vouchers/2026-11?page_size=2');
  expect(first.body).toMatchObject({ total: 3, page: 1, page_size: 2 });
  const second = await owner.get(`/benefits/vouchers/2026-11?page_size=2&cursor=${first.body.next_cursor ?? ''}`);
  const names = [...first.body.items, ...second.body.items].map((one) => one['person_name']);
  expect([names, second.body.next_cursor]).toEqual([['Ada', 'Bob', 'Cleo'], null]);
});

describe('the order', () => {
  const order = '/benefits/vouchers/2026-10/order-file';

  test('409 lists everybody for whom something is missing; who gets nothing is not missed', async () => {
    const [ada, bob, cleo] = [await buildEmployee('Ada'), await buildEmployee('Bob'), await buildEmployee('Cleo')];
    await buildPerson(owner, { full_name: 'Nobody on the payroll' });
    await giveMatricule(bob, '12');
    await giveMatricule(cleo, '12', 'matricule:FILIALE');
    const answer = await owner.get(order);
    expect([answer.status, answer.body.code]).toEqual([409, 'order_incomplete']);
    expect(answer.body['missing']).toEqual([
      { person_id: ada, person_name: 'Ada', problem: 'no_matricule', matricule: null },
      { person_id: bob, person_name: 'Bob', problem: 'matricule_of_several_people', matricule: '12' },
      { person_id: cleo, person_name: 'Cleo', problem: 'matricule_of_several_people', matricule: '12' },
    ]);
  });

  test('is CSV as the voucher company reads it, safe in a spreadsheet, and is in the audit log', async () => {
    await giveMatricule(await buildEmployee('Ada', { start_date: '2026-10-30' }), '0042');
    const bob = await buildEmployee('Bob');
    await giveMatricule(bob, '77', 'matricule:FILIALE');
    await giveMatricule(bob, '=1+1');
    const open = await owner.get(order);
    expect(open.headers.get('Content-Disposition')).toContain('titres-restaurant_2026-10_provisoire.csv');
    const closed = await owner.post('/benefits/vouchers/2026-10:close');
    const file = await owner.get(order);
    expect([file.status, file.headers.get('Content-Type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(file.headers.get('Content-Disposition')).toBe('attachment; filename="titres-restaurant_2026-10.csv"');
    expect(file.text).toBe("Annee;Mois;Matricule;Nb jours\r\n2026;10;0042;1\r\n2026;10;'=1+1;22\r\n");
    expect((await eventsOf(api, closed.body.id)).audited).toEqual(['voucher_month.closed', 'voucher_order.exported']);
  });

  test('leaves out whose number was erased, and the audit log says who and how many days', async () => {
    const [gone, stays] = [await buildEmployee('Gone', { end_date: '2026-10-15' }), await buildEmployee('Stays')];
    await giveMatricule(gone, '1');
    await giveMatricule(stays, '2');
    const closed = await owner.post('/benefits/vouchers/2026-10:close');
    const { organizationId } = owner;
    const step = { database: api.container.database, organizationId, workflowId: 'erasure/test' };
    expect((await erase(owner, step, gone)).state).toBe('completed');
    const file = await owner.get(order);
    expect([file.status, file.text]).toEqual([200, 'Annee;Mois;Matricule;Nb jours\r\n2026;10;2;22\r\n']);
    const { items } = (await owner.get(`/audit-events?entity_id=${closed.body.id}&page_size=100`)).body;
    expect(items.find(({ event }) => event === 'voucher_order.exported')?.['after']).toMatchObject({
      lines: 1,
      days: 22,
      erased_people_left_out: [{ id: gone, days: 11 }],
    });
    const nobody = await buildEmployee('Without a number');
    expect((await owner.get('/benefits/vouchers/2026-09/order-file')).body['missing']).toMatchObject([
      { person_id: nobody },
    ]);
  });

  test('of a closed month takes a number that was missing then', async () => {
    const id = await buildEmployee();
    await owner.post('/benefits/vouchers/2026-10:close');
    expect((await owner.get(order)).status).toBe(409);
    await giveMatricule(id, '7');
    expect((await owner.get(order)).text).toContain('2026;10;7;22');
  });
});
