import { expect, test } from '@jest/globals';
import { schedulerSpec } from '../../../src/domains/report-schedules/scheduler-spec.rules';

const now = new Date('2026-11-25T00:00:00Z');

test('a time in the hour that is skipped has a calendar entry for each of the days it is missing', () => {
  const { calendars, ...rest } = schedulerSpec({ cron: '30 2 * * *', timezone: 'Europe/Paris' }, now);
  expect(rest).toEqual({ cronExpressions: ['30 2 * * *'], timezone: 'Europe/Paris' });
  expect(calendars.map(({ year, month, dayOfMonth, hour, minute }) => [year, month, dayOfMonth, hour, minute])).toEqual(
    [
      [2026, 'MARCH', 29, 3, 0],
      [2027, 'MARCH', 28, 3, 0],
      [2028, 'MARCH', 26, 3, 0],
      [2029, 'MARCH', 25, 3, 0],
      [2030, 'MARCH', 31, 3, 0],
      [2031, 'MARCH', 30, 3, 0],
    ],
  );
});

test('any other time needs none', () => {
  expect(schedulerSpec({ cron: '0 8 * * *', timezone: 'Europe/Paris' }, now).calendars).toEqual([]);
});
