/** A list over dates whose end is before its start is refused with the name of the parameter, whatever the list. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const lists = [
  '/absences?',
  '/allocations?',
  '/audit-events?',
  '/availability?minutes_per_day=60&',
  '/capacities?',
  '/capacity/heatmap?group_by=person&granularity=day&',
  '/conflicts?',
  '/reports/overbookings?',
  '/time-entries?',
];

test.each(lists)('%s', async (path) => {
  const reversed = await api.as.owner.get(`${path}from=2026-11-24&to=2026-11-23`);
  expect([reversed.status, reversed.body.errors]).toEqual([
    400,
    [{ pointer: '/query/to', code: 'range_reversed', message: 'to is before from' }],
  ]);
  expect((await api.as.owner.get(`${path}from=2026-11-23&to=2026-11-23`)).status).toBe(200);
});
