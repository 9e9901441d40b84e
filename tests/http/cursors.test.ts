/** Cursors that this API never gave out are refused like any bad parameter, whatever they hold and whatever the list is sorted by. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeCursor } from '../../src/shared/cursor';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const lists = [
  '/people',
  '/absences',
  '/conflicts',
  '/allocations',
  '/teams',
  '/projects',
  '/calendars',
  '/absence-types',
];

test.each(lists)('%s', async (path) => {
  const made = [
    { sortValue: 'zzz', id: 'no uuid' },
    { sortValue: '\u0000', id: newId() },
    { sortValue: '9999999-01-01', id: newId() },
    { sortValue: '', id: newId() },
  ];
  for (const cursor of ['x', 'null', ...made.map(encodeCursor)]) {
    const { status, body } = await api.as.viewer.get(`${path}?cursor=${cursor}`);
    expect([cursor, status < 500]).toEqual([cursor, true]);
    if (status !== 200) expect([status, body.errors[0]?.pointer]).toEqual([400, '/query/cursor']);
  }
});
