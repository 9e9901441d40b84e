import { expect, test } from '@jest/globals';
import { rangeOf, type ReportPeriod } from '../../../src/domains/report-schedules/report-periods.rules';

test.each<[ReportPeriod, string, string, string]>([
  ['last_week', '2026-11-25', '2026-11-16', '2026-11-22'],
  ['last_week', '2026-11-23', '2026-11-16', '2026-11-22'],
  ['this_week', '2026-11-29', '2026-11-23', '2026-11-29'],
  ['last_month', '2027-01-31', '2026-12-01', '2026-12-31'],
  ['this_month', '2028-02-29', '2028-02-01', '2028-02-29'],
  ['next_4_weeks', '2026-11-23', '2026-11-23', '2026-12-20'],
  ['next_3_months', '2026-12-01', '2026-12-01', '2027-02-28'],
  ['next_3_months', '2026-11-30', '2026-11-30', '2027-02-27'],
])('%s on %s', (period, date, from, to) => {
  expect(rangeOf(period, date)).toEqual({ from, to });
});
