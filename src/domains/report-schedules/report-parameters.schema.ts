/** What a scheduled report is asked for: the words of its own route, with dates or a period that each run resolves (READINGS 45). */
import { z } from 'zod';
import { isoDate, uuid } from '../../http/schemas';
import { refusalOf } from '../../http/validate-request';
import { capacityVsLoadQuery, utilizationQuery } from '../reports/reports.schema';
import { heatmapQuery } from '../reports/heatmap.schema';
import { monthPeriods, reportPeriods } from './report-periods.rules';
import type { ScheduledReport } from './report-schedules.types';

const MOST_DAYS_MS = 1_098 * 86_400_000;
const team = { team_id: uuid.optional() };
const oneOf = { error: 'send from and to, or period', params: { code: 'one_of' } };

const dates = { from: isoDate.optional(), to: isoDate.optional(), period: z.enum(reportPeriods).optional() };

/** Either both dates in order and at most three years apart, or a period. */
function overDates(shape: z.ZodRawShape): z.ZodType {
  return z.strictObject({ ...dates, ...shape }).superRefine((value, context) => {
    const { from, to, period } = value as { from?: string; to?: string; period?: string };
    const refuse = (path: string, code: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    };
    if (period !== undefined) {
      if (from !== undefined || to !== undefined) refuse('period', 'one_of', oneOf.error);
      return;
    }
    if (from === undefined || to === undefined) refuse(from === undefined ? 'from' : 'to', 'one_of', oneOf.error);
    else if (to < from) refuse('to', 'range_reversed', 'to is before from');
    else if (Date.parse(to) - Date.parse(from) >= MOST_DAYS_MS) {
      refuse('to', 'range_too_long', 'day figures span at most three years');
    }
  });
}

const monthGrid = z
  .strictObject({
    year: z.int().min(1_900).max(2_200).optional(),
    month: z.int().min(1).max(12).optional(),
    period: z.enum(monthPeriods).optional(),
    ...team,
  })
  .refine(({ year, month, period }) => (period === undefined) === (year !== undefined && month !== undefined), {
    path: ['period'],
    error: 'send year and month, or period',
    params: { code: 'one_of' },
  });

const schemas: Record<ScheduledReport, z.ZodType> = {
  utilization: overDates({ group_by: utilizationQuery.shape.group_by }),
  overbookings: overDates({}),
  'capacity-vs-load': overDates({ granularity: capacityVsLoadQuery.shape.granularity, ...team }),
  heatmap: overDates({ group_by: heatmapQuery.shape.group_by, granularity: heatmapQuery.shape.granularity }),
  'month-grid': monthGrid,
  'plan-vs-actual': overDates(team),
  availability: overDates({
    minutes_per_day: z.int().min(1).max(1_440).optional(),
    total_minutes: z.int().min(1).max(10_000_000).optional(),
    ...team,
  }).refine((value) => !('minutes_per_day' in (value as object) && 'total_minutes' in (value as object)), {
    path: ['total_minutes'],
    error: 'send minutes_per_day or total_minutes, not both',
    params: { code: 'one_of' },
  }),
};

/** The parameters with the report's defaults. @throws DomainError validation_failed with pointers below `/parameters` */
export function checkParameters(report: ScheduledReport, parameters: unknown): Record<string, unknown> {
  const result = schemas[report].safeParse(parameters);
  if (!result.success) throw refusalOf(result.error, '/parameters');
  return result.data as Record<string, unknown>;
}
