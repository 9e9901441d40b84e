/** The demo's weekly report: three past runs with files, and the same figures as of each of them. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

test('a schedule each Monday with three runs, their files and what was sent', async () => {
  const [schedule] = (await john.get('/report-schedules')).body.items;
  expect(schedule).toMatchObject({ report: 'utilization', state: 'active', cron: '0 8 * * 1' });
  const runs = (await john.get(`/report-schedules/${schedule?.id ?? ''}/runs`)).body.items;
  expect(runs.map(({ state, run_key }) => [state, String(run_key).slice(10)])).toEqual(
    Array.from({ length: 3 }, () => ['completed', 'T08:00']),
  );
  for (const run of runs) {
    const detail = (await john.get(`/report-runs/${run.id}`)).body;
    expect(detail['deliveries']).toMatchObject([{ kind: 'email', state: 'delivered' }]);
    const files = detail['files'] as { format: string; sha256: string }[];
    expect(files.map(({ format }) => format)).toEqual(['csv', 'json', 'pdf']);
    const { text } = await john.get(`/report-runs/${run.id}/files/json`);
    const digest = createHash('sha256').update(text).digest('hex');
    expect(files.find(({ format }) => format === 'json')?.sha256).toBe(digest);
    const { from, to } = run['parameters'] as { from: string; to: string };
    const then = await john.get(
      `/reports/utilization?group_by=team&from=${from}&to=${to}&as_of=${new Date().toISOString()}`,
    );
    expect([then.status, then.body['as_of']]).toEqual([200, run['computed_at']]);
  }
});
