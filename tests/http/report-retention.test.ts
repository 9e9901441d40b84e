/** Runs of reports that are not kept any more: listed first, then gone with their files, figures and deliveries. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeExpiredReports } from '../../src/domains/privacy/remove-expired-reports.command';
import { startApi, type TestApi } from '../support/api';
import { buildReportSchedule } from '../support/resources';
import { reportDeliveryRow, reportFileRow } from '../support/report-rows';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const DAY_MS = 86_400_000;
const settings = (): string => `/orgs/${api.organizationId}/settings`;
const remove = (limit = 100): Promise<number> => {
  const { database, fileStore } = api.container;
  return removeExpiredReports(
    { database, fileStore, organizationId: api.organizationId, workflowId: 'retention' },
    limit,
  );
};
const keyOf = (runId: string, name: string): string => `report-runs/${api.organizationId}/${runId}/${name}`;

/** A run of a schedule of its own that ended so many days ago, with a file, and one that a killed worker left without a name. */
async function endedRun(daysAgo: number): Promise<string> {
  const { id } = await buildReportSchedule(api.as.admin);
  const { run_id: runId } = (await api.as.admin.post(`/report-schedules/${id}:run`)).body;
  const finishedAt = new Date(Date.now() - daysAgo * DAY_MS);
  await api.database
    .admin('report_runs')
    .where({ id: runId })
    .update({ state: 'completed', finished_at: finishedAt, computed_at: finishedAt });
  const ofRun = { organization_id: api.organizationId, run_id: runId };
  await api.factory.insert('report_snapshots', { ...ofRun, computed: '{}' });
  await reportFileRow(api.factory, ofRun);
  await reportDeliveryRow(api.factory, ofRun);
  for (const name of ['json', 'left-behind']) {
    await api.container.fileStore.put(keyOf(runId, name), Buffer.from('{}'), { mediaType: 'application/json' });
  }
  return runId;
}

async function rowsOf(runId: string): Promise<number[]> {
  const { admin } = api.database;
  const tables = ['report_snapshots', 'report_files', 'report_deliveries'];
  const counts = [(await admin('report_runs').where({ id: runId })).length];
  for (const table of tables) counts.push((await admin(table).where({ run_id: runId })).length);
  return counts;
}

test('who may not read settings does not see what they would take', async () => {
  const path = `/orgs/${api.organizationId}/retention-preview?report_runs_months=12`;
  expect((await api.as.manager.get(path)).status).toBe(403);
  expect((await api.as.admin.get(path.replace('=12', '=0'))).status).toBe(400);
});

test('what is due is listed first, removed when the organisation says so, and nothing else is', async () => {
  const [old, recent] = [await endedRun(800), await endedRun(30)];
  const preview = await api.as.admin.get(`/orgs/${api.organizationId}/retention-preview?report_runs_months=24`);
  expect(preview.body).toMatchObject({
    people: null,
    report_runs: { total: 1, files: 1, bytes: 2, items: [{ id: old }] },
  });
  expect(await remove()).toBe(0); // kept for good, unless it is said
  const changed = await api.as.owner.patch(settings(), { retention: { report_runs_months: 24 } });
  expect(changed.body['retention']).toMatchObject({ report_runs_months: 24, former_people_months: null });
  expect([await remove(), await remove()]).toEqual([1, 0]);
  expect([await rowsOf(old), await rowsOf(recent)]).toEqual([
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ]);
  for (const name of ['json', 'left-behind']) {
    expect(await api.container.fileStore.get(keyOf(old, name))).toBeUndefined();
  }
  expect((await api.as.admin.get(`/report-runs/${old}`)).status).toBe(404);
  expect((await api.as.admin.get(`/report-runs/${recent}`)).status).toBe(200);
  const { items } = (await api.as.admin.get(`/audit-events?entity_id=${old}&page_size=10`)).body;
  expect(items.map(({ event }) => event)).toContain('report_run.removed');
});

test('a pass that breaks off leaves a run that nobody sees, and the next one finishes it', async () => {
  const runId = await endedRun(900);
  await api.as.owner.patch(settings(), { retention: { report_runs_months: 24 } });
  const broken = { ...api.container.fileStore, list: () => failing() };
  const { database } = api.container;
  const step = { database, fileStore: broken, organizationId: api.organizationId, workflowId: 'retention' };
  await expect(removeExpiredReports(step, 100)).rejects.toThrow('the store is away');
  expect((await api.as.admin.get(`/report-runs/${runId}`)).status).toBe(404);
  expect(await remove()).toBe(1);
  expect(await rowsOf(runId)).toEqual([0, 0, 0, 0]);
});

async function* failing(): AsyncGenerator<never> {
  await Promise.reject(new Error('the store is away'));
  yield* [];
}
