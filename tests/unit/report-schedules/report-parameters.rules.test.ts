import { expect, test } from '@jest/globals';
import { parametersKey, resolveParameters } from '../../../src/domains/report-schedules/report-parameters.rules';

test('dates stay as they are, a period becomes dates, of the month grid a month', () => {
  const dates = { from: '2026-01-01', to: '2026-01-31', group_by: 'team' };
  expect(resolveParameters('utilization', dates, '2026-11-25')).toEqual(dates);
  expect(resolveParameters('heatmap', { period: 'last_week', group_by: 'person' }, '2026-11-25')).toEqual({
    from: '2026-11-16',
    to: '2026-11-22',
    group_by: 'person',
  });
  expect(resolveParameters('month-grid', { period: 'last_month', team_id: 't' }, '2027-01-04')).toEqual({
    year: 2026,
    month: 12,
    team_id: 't',
  });
});

test('the key is the same whatever the order, and whether or not what is absent is named', () => {
  expect(parametersKey({ to: 'b', from: 'a', team_id: undefined })).toBe(parametersKey({ from: 'a', to: 'b' }));
  expect(parametersKey({ from: 'a', to: 'b' })).not.toBe(parametersKey({ from: 'a', to: 'c' }));
});
