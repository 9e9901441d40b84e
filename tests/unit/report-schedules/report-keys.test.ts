import { expect, test } from '@jest/globals';
import { reportFileKey } from '../../../src/domains/report-schedules/report-file-key.rules';
import { reportSecretColumn, reportSecretContext } from '../../../src/domains/report-schedules/report-secrets.rules';

test('a file has one place for each run and format', () => {
  expect(reportFileKey({ organizationId: 'o', runId: 'r', format: 'pdf' })).toBe('report-runs/o/r/pdf');
});

test('a secret opens for its recipient alone; in SQL the context is the same', () => {
  expect(reportSecretContext('o', 'r')).toBe('o/r/report');
  expect(reportSecretColumn.context).toBe(`organization_id || '/' || id || '/report'`);
});
