import { expect, test } from '@jest/globals';
import { webhookBody } from '../../../src/domains/report-schedules/webhook-body.rules';
import type { ReportFile, ReportRun } from '../../../src/domains/report-schedules/report-schedules.types';

const run = {
  id: 'r',
  runKey: '2026-11-23T08:00',
  report: 'utilization',
  parameters: { from: '2026-11-16' },
  scheduledFor: new Date('2026-11-23T07:00:00Z'),
  computedAt: new Date('2026-11-23T07:00:01Z'),
} as unknown as ReportRun;
const file: ReportFile = {
  runId: 'r',
  format: 'csv',
  name: 'load.csv',
  mediaType: 'text/csv',
  bytes: 3,
  sha256: 'ab',
};
const common = {
  run,
  schedule: { id: 's', name: 'Weekly', timezone: 'Europe/Paris' },
  files: [file],
  appUrl: 'https://plan.example.com',
};

test('names the run, its files with their digests, and carries the figures', () => {
  const text = webhookBody({ ...common, figures: { body: { items: [1] } } });
  expect(webhookBody({ ...common, figures: { body: { items: [1] } } })).toBe(text);
  expect(JSON.parse(text)).toMatchObject({
    type: 'report_run.ready',
    timestamp: '2026-11-23T07:00:01.000Z',
    data: {
      run_key: '2026-11-23T08:00',
      files: [{ format: 'csv', sha256: 'ab', url: 'https://plan.example.com/api/v1/report-runs/r/files/csv' }],
      figures: { items: [1] },
    },
  });
});

test('figures that are too long are left to be fetched', () => {
  const text = webhookBody({ ...common, figures: { body: { items: ['x'.repeat(600_000)] } } });
  expect((JSON.parse(text) as { data: { figures: unknown } }).data.figures).toBeNull();
});
