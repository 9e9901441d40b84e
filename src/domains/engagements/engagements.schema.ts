/** Shapes of engagements (v9). */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';
import { engagementTypes } from './engagements.types';

const WEEK_HOURS = 168;

export const newEngagement = z.strictObject({
  type: z.enum(engagementTypes).describe('Two of `employee` never overlap (409 `overlapping_span`).'),
  start_date: isoDate.describe('The first engagement bounds the plan: figures outside of all engagements are 0.'),
  end_date: isoDate.nullable().optional().describe('Last day; null: it goes on.'),
  weekly_hours_default: hours(WEEK_HOURS)
    .nullable()
    .optional()
    .describe('Where no work pattern or capacity entry says otherwise; null: the person’s own. 0 is a value.'),
  payroll_eligible: z.boolean().optional().describe('Whether it gives meal vouchers; default true.'),
  notes: z.string().max(5_000).nullable().optional(),
});
export const changedEngagement = newEngagement.partial();
export type EngagementBody = z.output<typeof changedEngagement>;

export const engagementAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    type: z.enum(engagementTypes),
    start_date: isoDate,
    end_date: isoDate.nullable(),
    weekly_hours_default: z.number().nullable(),
    payroll_eligible: z.boolean(),
    notes: z.string().nullable(),
  })
  .meta({ id: 'Engagement' });
