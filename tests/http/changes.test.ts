/** `modified_since`: who asks again and again for what changed misses nothing, whatever is committed when. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bindOrganization } from '../../src/platform/unit-of-work';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Tag {
  id: string;
  name: string;
  updated_at: string;
  deleted_at: string | null;
}

async function newTag(name: string): Promise<Tag> {
  return (await api.as.admin.post('/tags', { name })).body as unknown as Tag;
}

async function page(since: string, more = ''): Promise<{ items: Tag[]; next_cursor: string | null }> {
  const answer = await api.as.viewer.get(`/tags?modified_since=${since}${more}`);
  expect(answer.status).toBe(200);
  return answer.body as unknown as { items: Tag[]; next_cursor: string | null };
}

const names = (tags: readonly Tag[]): string[] => tags.map((tag) => tag.name).sort();
const latest = (tags: readonly Tag[]): string =>
  tags
    .map((tag) => tag.updated_at)
    .sort()
    .at(-1) ?? '';

test('a change that was written before the last look and committed after it comes with the next', async () => {
  const { id } = await newTag('late');
  const late = await api.container.database.transaction();
  await bindOrganization(late, api.organizationId);
  await late('tags').where({ id }).update({ color: '#112233', updated_at: new Date() });
  const seen = await newTag('punctual');
  const first = (await page(seen.updated_at)).items;
  expect(names(first)).toEqual(['punctual']);
  await late.commit();
  expect(names((await page(latest(first))).items)).toContain('late');
});

test('what was committed before an instant does not come with it, deleted or not', async () => {
  const gone = await newTag('gone');
  await newTag('old');
  await api.as.admin.delete(`/tags/${gone.id}`);
  const since = new Date(Date.now() + 1).toISOString();
  while (new Date().toISOString() <= since) await new Promise((resolve) => setImmediate(resolve));
  const fresh = await newTag('fresh');
  await api.as.admin.delete(`/tags/${fresh.id}`);
  const { items } = await page(since);
  expect(items.map((tag) => [tag.name, tag.deleted_at !== null])).toEqual([['fresh', true]]);
});

test('what changes between two pages is not among them and comes with the next look', async () => {
  const since = new Date().toISOString();
  const made = [await newTag('a'), await newTag('b'), await newTag('c'), await newTag('d')];
  const first = await page(since, '&page_size=2');
  expect(names(first.items)).toEqual(['a', 'b']);
  for (const index of [0, 2]) await api.as.admin.patch(`/tags/${made[index]?.id ?? ''}`, { color: '#445566' });
  await newTag('e');
  const second = await page(since, `&page_size=2&cursor=${first.next_cursor ?? ''}`);
  expect([names(second.items), second.next_cursor]).toEqual([['d'], null]);
  const next = await page(latest([...first.items, ...second.items]));
  expect(names(next.items)).toEqual(expect.arrayContaining(['a', 'c', 'e']));
});
