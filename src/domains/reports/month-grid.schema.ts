/** Shapes of the month grid (API.md §5, PRODUCT §4, READINGS 40b). */
import { z } from 'zod';
import { isoDate, uuid } from '../../http/schemas';
import { dayKinds } from './month-grid.rules';
import { asOfQuery } from './as-of.schema';
import { formatQuery } from './report-format.schema';
import { reportFrame } from './reports.schema';

export const monthGridQuery = z.strictObject({
  year: z.coerce.number().int().min(1_900).max(2_200),
  month: z.coerce.number().int().min(1).max(12),
  team_id: uuid.optional(),
  ...asOfQuery,
  ...formatQuery,
});

const minutes = z.int().min(0);
const rate = z.number().min(0).max(1);

const kpis = {
  net_minutes: minutes,
  absence_minutes: minutes,
  worked_minutes: minutes,
  planned_minutes: minutes,
  unplanned_minutes: minutes,
  overtime_minutes: minutes,
  tace: rate.nullable().meta({ description: '(worked + planned) / net; null without net minutes.' }),
  split: z.strictObject({ worked: rate, planned: rate, unplanned: rate }).nullable(),
  unplanned_days: z.number().min(0).meta({ description: 'Days without a plan; half a day counts half.' }),
  understaffed: z.boolean(),
};

const gridDay = z.strictObject({
  date: isoDate,
  kind: z.enum(dayKinds),
  absence: minutes,
  worked: minutes,
  planned: minutes,
  unplanned: minutes,
  overtime: minutes,
});

const block = z.strictObject({
  id: uuid,
  version: z.int(),
  project_id: uuid.nullable(),
  project_name: z.string().nullable(),
  start_date: isoDate,
  end_date: isoDate,
  status: z.enum(['firm', 'tentative']),
  percent: z.number().nullable(),
  hours_per_week: z.number().nullable(),
  minutes_per_day: z.int().nullable(),
  total_minutes: z.int().nullable(),
});

export const monthGridAnswer = z
  .strictObject({
    ...reportFrame,
    year: z.int(),
    month: z.int(),
    team_id: uuid.nullable(),
    days: z.array(
      z.strictObject({
        date: isoDate,
        net_minutes: minutes,
        worked_minutes: minutes,
        planned_minutes: minutes,
        unplanned_minutes: minutes,
        absence_minutes: minutes,
        coverage: rate.nullable(),
      }),
    ),
    items: z.array(
      z.strictObject({
        person_id: uuid,
        person_name: z.string(),
        ...kpis,
        days: z.array(gridDay).meta({ description: 'Each date of the month, in minutes.' }),
        blocks: z.array(block).meta({ description: 'Bookings that touch the month, whole.' }),
      }),
    ),
    teams: z.array(z.strictObject({ team_id: uuid, team_name: z.string(), ...kpis })),
    totals: z.strictObject(kpis),
  })
  .meta({ id: 'MonthGridReport' });
export type MonthGridAnswer = z.output<typeof monthGridAnswer>;
