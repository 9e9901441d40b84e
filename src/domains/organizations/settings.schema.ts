/** Shapes of the settings (API.md §2): thresholds, definitions, masking, retention; and what new people get. */
import { z } from 'zod';
import { instant, uuid } from '../../http/schemas';
import { absenceTypeAudiences } from './settings.types';

const thresholds = z.strictObject({
  overbooking_tolerance_minutes: z
    .int()
    .min(0)
    .max(1_440)
    .meta({ description: 'Days over by at most this are left out of the report of overbookings.' }),
});
const masking = z.strictObject({
  absence_types: z
    .enum(absenceTypeAudiences)
    .meta({ description: 'Who reads the type in the list of absences; notes stay with those who decide.' }),
});
const retention = z.strictObject({
  ended_sessions_days: z
    .int()
    .min(1)
    .max(3_650)
    .meta({ description: 'Device and address of a session are forgotten this long after it ended.' }),
  former_people_months: z
    .int()
    .min(1)
    .max(600)
    .nullable()
    .meta({ description: 'People are erased this long after their last engagement ended; null = never.' }),
  report_runs_months: z
    .int()
    .min(1)
    .max(600)
    .nullable()
    .meta({ description: 'Runs of reports are removed with their files this long after they ended; null = never.' }),
});

const defaults = z.strictObject({
  calendar_id: uuid
    .nullable()
    .meta({ description: 'New people follow this calendar, made by hand or by a sync; null = none, so no holidays.' }),
});

export const changedSettings = z.strictObject({
  thresholds: thresholds.partial().optional(),
  masking: masking.partial().optional(),
  retention: retention.partial().optional(),
  defaults: defaults.partial().optional(),
});

export const settingsAnswer = z
  .strictObject({
    org_id: uuid,
    version: z.int().min(1),
    updated_at: instant,
    thresholds,
    definitions: z.strictObject({ version: z.int().min(1) }),
    masking,
    retention,
    defaults,
  })
  .meta({ id: 'OrganizationSettings' });
