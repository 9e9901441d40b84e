/** Shapes of the plan-vs-actual report (API.md §5). */
import { z } from 'zod';
import { isoDate, uuid } from '../../http/schemas';
import { rangeFields, reportFrame } from './reports.schema';

export const planVsActualQuery = z.strictObject({ ...rangeFields, team_id: uuid.optional() });

const minutes = {
  planned_minutes: z.int().min(0),
  worked_minutes: z.int().min(0),
  difference_minutes: z.int().meta({ description: 'Worked minus planned.' }),
};

export const planVsActualAnswer = z
  .strictObject({
    ...reportFrame,
    team_id: uuid.nullable(),
    items: z.array(
      z.strictObject({
        person_id: uuid,
        person_name: z.string(),
        project_id: uuid.nullable(),
        project_name: z.string().nullable(),
        week: isoDate.meta({ description: 'Its Monday; the first and last week are cut to the dates.' }),
        ...minutes,
      }),
    ),
    total: z.int(),
    totals: z.strictObject(minutes),
  })
  .meta({ id: 'PlanVsActualReport' });
export type PlanVsActualAnswer = z.output<typeof planVsActualAnswer>;
