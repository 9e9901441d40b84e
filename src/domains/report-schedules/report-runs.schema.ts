/** Shapes of runs, their files and their deliveries. */
import { z } from 'zod';
import { instant, recordFields, uuid } from '../../http/schemas';
import { languages } from '../../rendering/table.types';
import { reportFormats } from '../reports/report-formats.types';
import { deliveryStates, runStates, runTriggers, scheduledReports } from './report-schedules.types';

/** A format that does not exist is a file that does not exist. */
export const fileParams = z.strictObject({ id: uuid, format: z.string().max(40) });
export const deliveryParams = z.strictObject({ id: uuid, delivery_id: uuid });

const run = {
  ...recordFields,
  schedule_id: uuid,
  run_key: z.string().meta({ description: 'Once in a schedule: the local minute it was due, or manual-…' }),
  workflow_id: z.string(),
  trigger: z.enum(runTriggers),
  state: z.enum(runStates),
  scheduled_for: instant,
  report: z.enum(scheduledReports),
  parameters: z.record(z.string(), z.unknown()),
  formats: z.array(z.enum(reportFormats)),
  language: z.enum(languages),
  delivers: z.boolean(),
  requested_by: uuid.nullable(),
  computed_at: instant.nullable().meta({ description: 'When the figures were read; they never change again.' }),
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
  error_code: z.string().nullable(),
};

export const runAnswer = z.strictObject(run).meta({ id: 'ReportRun' });

export const deliveryAnswer = z
  .strictObject({
    id: uuid,
    kind: z.enum(['email', 'webhook']),
    target: z.string(),
    state: z.enum(deliveryStates),
    round: z.int().min(1),
    attempts: z.int().min(0),
    last_attempt_at: instant.nullable(),
    last_error: z.string().nullable(),
    delivered_at: instant.nullable(),
  })
  .meta({ id: 'ReportDelivery' });

export const runDetail = z
  .strictObject({
    ...run,
    files: z.array(
      z.strictObject({
        format: z.enum(reportFormats),
        name: z.string(),
        media_type: z.string(),
        bytes: z.int().min(0),
        sha256: z.string(),
        url: z.string(),
      }),
    ),
    deliveries: z.array(deliveryAnswer),
  })
  .meta({ id: 'ReportRunDetail' });
