/** What Prometheus is told of syncs: rows by outcome, runs, lag, age, and waits for a provider's limit. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { observeSyncs } from '../../src/domains/syncs/observe-syncs.query';
import { createMetrics } from '../../src/platform/metrics';
import { startSyncSuite, type SyncSuite } from '../support/sync-suite';

jest.setTimeout(120_000);

const metrics = createMetrics();
let suite: SyncSuite;
beforeAll(async () => {
  suite = await startSyncSuite({ metrics });
}, 120_000);
afterAll(() => suite.close());

const valueOf = async (name: string, labels: Record<string, string>): Promise<number | undefined> => {
  const metric = await metrics.registry.getSingleMetric(name)?.get();
  const found = metric?.values.find((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value));
  return found?.value;
};

test('a run counts its rows once when it ends; a dry run counts nothing', async () => {
  await suite.sync(suite.payfit, 'roster', true);
  expect(await valueOf('sync_runs_total', { provider: 'payfit' })).toBeUndefined();
  const run = await suite.sync(suite.payfit, 'roster');
  const labels = { provider: 'payfit', kind: 'roster', state: 'completed' };
  expect(await valueOf('sync_runs_total', labels)).toBe(1);
  for (const outcome of ['created', 'updated', 'unchanged', 'tombstoned', 'failed'] as const) {
    expect([outcome, await valueOf('sync_rows_total', { provider: 'payfit', outcome })]).toEqual([
      outcome,
      run[outcome],
    ]);
  }
  await suite.steps.apply({ organizationId: suite.organizationId, connectionId: suite.payfit, runId: run.id });
  expect(await valueOf('sync_runs_total', labels)).toBe(1);
});

test('lag of what waits and age of what succeeded, over all organisations, asked with the application’s role', async () => {
  const { admin, app } = suite.database;
  const other = await suite.another();
  await suite.sync(other.payfit, 'roster');
  const { runId } = await suite.ask(suite.gryzzly, 'roster');
  const ago = (minutes: number) => admin.raw(`now() - interval '${String(minutes)} minutes'`);
  await admin('sync_runs')
    .where({ id: runId })
    .update({ created_at: ago(5) });
  await admin('sync_runs')
    .where({ connection_id: other.payfit })
    .update({ finished_at: ago(60) });
  await observeSyncs(app, metrics);
  expect(await valueOf('sync_lag_seconds', { provider: 'gryzzly' })).toBeCloseTo(300, -1);
  expect(await valueOf('sync_lag_seconds', { provider: 'payfit' })).toBe(0);
  expect(await valueOf('sync_age_seconds', { provider: 'payfit', kind: 'roster' })).toBeCloseTo(3_600, -1);
  expect(await valueOf('sync_age_seconds', { provider: 'gryzzly' })).toBeUndefined();
  const text = await metrics.registry.metrics();
  expect(text).toContain('provider_rate_limit_wait_seconds');
});
