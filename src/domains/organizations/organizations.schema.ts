/** Shapes of organisations (v9; READINGS 2, 43). */
import { z } from 'zod';
import { roles } from '../../access/role-grants';
import { instant, uuid } from '../../http/schemas';
import { workweek, workweekAnswer } from '../calendars/calendars.schema';
import { timeZone } from './time-zone.schema';

export const newOrganization = z.strictObject({
  name: z.string().trim().min(1).max(200),
  timezone: timeZone.optional(),
  default_workweek: workweek
    .optional()
    .describe('Hours per weekday, a missing one 0, of everybody without nearer hours; default 7 h Monday to Friday.'),
});
export const changedOrganization = newOrganization.partial();

export const organizationAnswer = z
  .strictObject({
    id: uuid,
    version: z.int().min(1),
    name: z.string(),
    timezone: z.string(),
    default_workweek: workweekAnswer,
    role: z.enum(roles).describe('Mine in this organisation.'),
    created_at: instant,
    updated_at: instant,
    deleted_at: instant.nullable(),
  })
  .meta({ id: 'Organization' });
