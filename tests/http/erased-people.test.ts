/** Who was erased stays erased: nothing that says who it was, or that they are back, is written about them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asSystem } from '../../src/domains/privacy/as-system.command';
import { eraseRecords } from '../../src/domains/privacy/run-erasure.command';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { buildFormer, erase } from '../support/erasures';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import {
  buildAbsence,
  buildAllocation,
  buildBenefitPolicy,
  buildBenefitType,
  buildPerson,
  buildProject,
  buildTeam,
  buildTimeEntry,
} from '../support/resources';
import { untilWaiting } from '../support/until-waiting';

let api: TestApi;
let owner: SignedIn;
const step = () => ({
  database: api.container.database,
  organizationId: api.organizationId,
  workflowId: 'erasure/test',
});
beforeAll(async () => {
  api = await startApi();
  owner = api.as.owner;
});
afterAll(() => api.close());

const refusalOf = ({ status, body }: ApiAnswer) => [status, body.code, body['obstacle']];
const REFUSED = [409, 'conflict', 'erased'];

/** Erased, with an engagement, an absence, an allocation and a time entry that stayed. */
async function buildErased() {
  const person_id = await buildFormer(owner);
  const dates = { person_id, start_date: '2026-02-02', end_date: '2026-02-03' };
  const absence = await buildAbsence(owner, dates);
  const allocation = await buildAllocation(owner, dates);
  const entry = await buildTimeEntry(owner, { person_id, date: '2026-02-05' });
  const engagement = (await owner.get(`/people/${person_id}/engagements`)).body.items[0]!;
  expect((await erase(owner, step(), person_id)).state).toBe('completed');
  return { person_id, absence, allocation, entry, engagement };
}

test('409 for the person, what belongs to them, and whatever names them; what stayed can be read', async () => {
  const { person_id, absence, allocation, entry, engagement } = await buildErased();
  const path = `/people/${person_id}`;
  const [team, project, other] = [await buildTeam(owner), await buildProject(owner), await buildPerson(owner)];
  const account = await externalAccountRow(
    api.factory,
    await connectionRow(api.factory, { organization_id: api.organizationId }),
    {},
  );
  const refused: [string, Promise<ApiAnswer>][] = [
    ['name', owner.patch(path, { full_name: 'Back Again', location: 'Paris' })],
    ['address', owner.post(`${path}/emails`, { email: 'back@again.example', kind: 'personal' })],
    ['identifier', owner.post(`${path}/identifiers`, { id_type: 'matricule', id_value: '9999' })],
    ['engagement', owner.post(`${path}/engagements`, { type: 'employee', start_date: '2026-06-01' })],
    ['their engagement', owner.patch(`${path}/engagements/${engagement.id}`, { notes: 'Back' })],
    ['member', owner.post('/members', { email: 'back@again.example', role: 'member', person_id })],
    ['absence', owner.post('/absences', { person_id, type: 'sick', start_date: '2026-02-09', end_date: '2026-02-09' })],
    ['their absence', owner.patch(`/absences/${absence.id}`, { notes: 'Back' })],
    [
      'booking',
      owner.post('/allocations', { person_id, start_date: '2026-02-09', end_date: '2026-02-09', percent: 10 }),
    ],
    ['their booking', owner.patch(`/allocations/${allocation.id}`, { notes: 'Back' })],
    ['time', owner.post('/time-entries', { person_id, project_id: project.id, date: '2026-02-09', minutes: 60 })],
    ['their time', owner.patch(`/time-entries/${entry.id}`, { note: 'Back' })],
    ['capacity', owner.post('/capacities', { person_id, period_start: '2026-02-16', hours_per_week: 20 })],
    ['team', owner.post(`/teams/${team.id}/members`, { person_id, active_from: '2026-02-01' })],
    ['manager', owner.patch(`/people/${other.id}`, { manager_id: person_id })],
  ];
  for (const [what, answer] of refused) expect([what, ...refusalOf(await answer)]).toEqual([what, ...REFUSED]);
  const link = await owner.post(`/external-accounts/${account.id}/link`, { person_id });
  expect([link.status, link.body.code]).toEqual([400, 'reference_not_found']);
  expect((await owner.get(path)).body['full_name']).toBe(`Erased person ${person_id.slice(0, 8)}`);
  for (const kind of ['emails', 'identifiers', 'engagements']) {
    expect((await owner.get(`${path}/${kind}`)).status).toBe(200);
  }
  expect((await owner.get('/members')).body.items.map((one) => one['person_id'])).not.toContain(person_id);
});

test('what is asked for while the erasure runs waits for it and is refused', async () => {
  const person_id = await buildFormer(owner);
  const { body } = await owner.post(`/people/${person_id}:erase`, {});
  const path = `/people/${person_id}`;
  let asked: Promise<ApiAnswer[]> = Promise.resolve([]);
  await asSystem(step(), async (uow) => {
    await eraseRecords(uow, body.id);
    asked = Promise.all([
      owner.post(`${path}/emails`, { email: `${newId()}@again.example`, kind: 'personal' }),
      owner.patch(path, { full_name: 'Back Again' }),
      owner.post(`${path}/engagements`, { type: 'employee', start_date: '2026-06-01' }),
    ]);
    await untilWaiting(api.database, 3);
  });
  expect((await asked).map(refusalOf)).toEqual([REFUSED, REFUSED, REFUSED]);
});

test('vouchers stay as they were: remote work that does not count, and training that does', async () => {
  const person_id = await buildFormer(owner);
  const { id: benefit_type_id } = await buildBenefitType(owner, { key: 'titres-restaurant' });
  await owner.post('/absence-types', { key: 'remote', label: 'Remote', is_time_off: false });
  const rules = { remote_counts: false, absence_types_that_count: ['training'] };
  await buildBenefitPolicy(owner, { benefit_type_id, rules });
  for (const month of ['2026-01', '2026-02', '2026-03']) {
    const away = (type: string, day: string, fields: object = {}) =>
      buildAbsence(owner, { person_id, type, start_date: `${month}-${day}`, end_date: `${month}-${day}`, ...fields });
    await away('remote', '26');
    await away('training', '27');
    await away('sick', '05', { starts_at: 'middle_of_day' });
    await away('remote', '06', { status: 'declined' });
  }
  await owner.post('/benefits/vouchers/2026-01:close');
  const figures = async () => {
    const months = ['2026-01', '2026-02', '2026-03'].map(async (month) => {
      const { items } = (await owner.get(`/benefits/vouchers/${month}?person_id=${person_id}`)).body;
      return [items[0]?.['days'], items[0]?.['rule_days'], items[0]?.['correction_of']];
    });
    const days = await owner.get(`/capacity/days?person_id=${person_id}&from=2026-01-01&to=2026-03-31`);
    return [await Promise.all(months), days.body.items];
  };
  const before = await figures();
  expect(before[0]).toMatchObject([
    [20, 20, []],
    [18, 18, []],
    [20, 20, []],
  ]);
  const done = await erase(owner, step(), person_id);
  expect(done['counts']).toMatchObject({ absence_kept: 9, absence_removed: 3 });
  expect(await figures()).toEqual(before);
  const types = (await owner.get(`/absences?person_id=${person_id}&page_size=100`)).body.items.map(({ type }) => type);
  expect([...new Set(types)].sort()).toEqual(['absence_erased', 'absence_erased_that_counts', 'presence_erased']);
});
