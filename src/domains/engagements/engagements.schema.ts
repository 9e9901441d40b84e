/** Shapes of engagements (v9). */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';
import { engagementTypes } from './engagements.types';

const WEEK_HOURS = 168;

export const newEngagement = z.strictObject({
  type: z.enum(engagementTypes),
  start_date: isoDate,
  end_date: isoDate.nullable().optional(),
  weekly_hours_default: hours(WEEK_HOURS).nullable().optional(),
  payroll_eligible: z.boolean().optional(),
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
