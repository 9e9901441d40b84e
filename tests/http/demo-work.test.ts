/** The work of the demo organisation through the API: every screen of projects and people has something on it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoDates } from '../../src/demo/demo-dates.rules';
import { demoId } from '../../src/demo/demo-ids.rules';
import { connectDemo } from '../../src/demo/connect-demo.command';
import { loadDemo } from '../../src/demo/load-demo.command';
import { KeyRing } from '../../src/platform/secrets/key-ring';
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

test('part-time weeks', async () => {
  const names = (await items('/work-patterns')).map((pattern) => pattern['name']);
  expect(names).toEqual(['Quatre jours, mercredi libre', 'Un mercredi sur deux']);
  expect(await items('/capacities')).toMatchObject([{ person_id: demoId('person', 'sofia'), hours_per_week: 28 }]);
  const julie = demoId('person', 'julie');
  const { day } = demoDates(new Date());
  const { body } = await john.get(`/capacity/days?person_id=${julie}&from=${day(2)}&to=${day(2, 6)}`);
  const nominal = (body.items as unknown as { nominal_minutes: number }[]).map((day) => day.nominal_minutes);
  expect(nominal).toEqual([420, 420, 0, 420, 420, 0, 0]);
});

test('the providers are connected once, read every morning, and once at once', async () => {
  const now = new Date();
  const keyRing = new KeyRing([Buffer.alloc(32, 7)]);
  for (let time = 0; time < 2; time += 1) await connectDemo(api.container.database, keyRing, now);
  const admin = api.database.admin;
  const connections = await admin('connections').orderBy('provider').select('provider', 'status', 'schedule_enabled');
  expect(connections).toEqual([
    { provider: 'gryzzly', status: 'connected', schedule_enabled: true },
    { provider: 'payfit', status: 'connected', schedule_enabled: true },
  ]);
  expect(await admin('sync_runs').select('kind', 'dry_run', 'state')).toEqual(
    Array(2).fill({ kind: 'full', dry_run: false, state: 'queued' }),
  );
});
