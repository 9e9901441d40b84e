/**
 * Cursors that this API never gave out are refused like any bad parameter, whatever they hold and whatever the list is sorted
 * by; those that it gave out stay right while rows are added and deleted.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../src/shared/cursor';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildPerson } from '../support/resources';

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

/** Every page of it by cursor, with `between` after each. */
async function allPages(path: string, between: () => Promise<unknown>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await api.as.viewer.get(`${path}&page_size=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.next_cursor;
    if (cursor !== null) await between();
  }
  return ids;
}

describe('while rows come and go between the pages', () => {
  const person = (name: string): Promise<{ id: string }> => buildPerson(api.as.owner, { full_name: name });
  const query = '/people?q=cursor-';

  test('each row that was there all the time comes once, in order, whatever is added before and behind', async () => {
    const stable: string[] = [];
    for (const letter of 'bdfhjlnprt') stable.push((await person(`cursor-${letter}`)).id);
    const fresh = ['cursor-a', 'cursor-c', 'cursor-u', 'cursor-e'];
    const seen = await allPages(query, async () => person(fresh.shift() ?? 'cursor-v'));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => stable.includes(id))).toEqual(stable);
  });

  test('a row that is deleted behind the cursor takes none of those after it along', async () => {
    const before = (await api.as.viewer.get(`${query}&page_size=100`)).body.items.map(({ id }) => id);
    const [first = ''] = before;
    let isGone = false;
    const seen = await allPages(query, async () => {
      if (!isGone) await api.as.owner.delete(`/people/${first}`);
      isGone = true;
    });
    expect(seen).toEqual(before);
    expect((await api.as.viewer.get(`${query}&page_size=100`)).body.total).toBe(before.length - 1);
  });
});
