/** One booking takes few round trips, however many people and bookings there are: each is a part of its time. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { countStatements } from '../support/count-statements';

const DATES = { start_date: '2027-02-01', end_date: '2027-02-26' };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function statementsOfBooking(others: number): Promise<number> {
  const { id: person_id } = await api.factory.person({ organization_id: api.organizationId });
  const { id: project_id } = await api.factory.project({ organization_id: api.organizationId });
  for (let number = 0; number < others; number += 1) await api.factory.allocation({ person_id, basis_points: 100 });
  const body = { person_id, project_id, minutes_per_day: 60, ...DATES };
  const [answer, statements] = await countStatements(api, () => api.as.admin.post('/allocations', body));
  expect(answer.status).toBe(201);
  return statements;
}

test('begin, organisation, actor, references, insert, plan, closed months, conflicts, weeks, trace, commit', async () => {
  expect(await statementsOfBooking(0)).toBe(11);
  expect(await statementsOfBooking(20)).toBe(11);
});

test('people and projects that do not exist are named together', async () => {
  const { status, body } = await api.as.admin.post('/allocations', {
    person_id: newId(),
    project_id: newId(),
    ...DATES,
  });
  expect([status, body.code]).toEqual([400, 'reference_not_found']);
  expect(body.errors.map((error) => error.pointer)).toEqual(['/person_id', '/project_id']);
});

test('a deleted person and a deleted project are refused as unknown ones are', async () => {
  const deleted_at = new Date();
  const person = await api.factory.person({ organization_id: api.organizationId, deleted_at });
  const project = await api.factory.project({ organization_id: api.organizationId, deleted_at });
  const body = { person_id: person.id, project_id: project.id, ...DATES };
  const refused = await api.as.admin.post('/allocations', body);
  expect(refused.body.errors.map((error) => error.pointer)).toEqual(['/person_id', '/project_id']);
});
