/** The work of the demo organisation through the API: every screen of projects and people has something on it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoId } from '../../src/demo/demo-ids.rules';
import { loadDemo } from '../../src/demo/load-demo.command';
import { ApiClient, startApi, type TestApi } from '../support/api';

let api: TestApi;
let john: ApiClient;
beforeAll(async () => {
  api = await startApi();
  await loadDemo(api.container.database, new Date(), api.container.fileStore);
  const { body } = await api.anonymous.post('/auth/login', { email: 'john@demo.com', password: 'demo123' });
  john = new ApiClient(api.origin, { Authorization: `Bearer ${body.access_token}` });
});
afterAll(() => api.close());

const portal = demoId('project', 'PORTAIL');
const items = async (path: string) => (await john.get(path)).body.items;

test('epics, tasks with assignees in a chain, members and tags', async () => {
  expect(await items(`/epics?project_id=${portal}`)).toHaveLength(2);
  const tasks = await items(`/tasks?project_id=${portal}`);
  expect(tasks.map((task) => task['order_index']).sort()).toEqual([0, 1, 2, 3, 4]);
  const last = demoId('task', 'Recette avec le client');
  expect(await items(`/tasks/${last}/assignees`)).toHaveLength(2);
  expect(await items(`/tasks/${last}/dependencies`)).toMatchObject([{ type: 'blocks' }]);
  const first = { depends_on_task_id: last, type: 'blocks' };
  const circle = await john.post(`/tasks/${demoId('task', 'Ateliers avec les utilisateurs')}/dependencies`, first);
  expect([circle.body.code, (circle.body['path'] as unknown[]).length]).toEqual(['dependency_cycle', 6]);
  expect((await items(`/projects/${portal}/members`)).length).toBeGreaterThan(3);
  expect(await items('/tags?q=urgent')).toMatchObject([{ color: '#c62828' }]);
  const tagged = await items('/projects?page_size=100');
  const names = (await items('/tags')).map((tag) => tag['name']);
  expect(names).toEqual(expect.arrayContaining(tagged.flatMap((project) => project['tags'] as string[])));
});

test('comments, a file, mailboxes', async () => {
  expect(await items(`/comments?entity_id=${demoId('task', 'Intégration des écrans')}`)).toHaveLength(2);
  const [file] = await items(`/attachments?entity_id=${portal}`);
  const content = await john.get(`/attachments/${file?.id ?? ''}/content`);
  expect([content.status, content.text]).toEqual([200, expect.stringContaining('Refonte du portail client')]);
  expect(await items(`/people/${demoId('person', 'elodie')}/emails`)).toMatchObject([
    { email: 'elodie.montfray@atelier-demo.example', is_primary: true },
  ]);
});
