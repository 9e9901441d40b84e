/** Shapes of report schedules (API.md §5). Secrets go in and never come out. */
import { z } from 'zod';
import { instant, isoDate, recordFields, uuid } from '../../http/schemas';
import { languages } from '../../rendering/table.types';
import { isCron } from '../integrations/cron.rules';
import { timeZone } from '../organizations/time-zone.schema';
import { reportFormats } from '../reports/report-formats.types';
import { nextFireTime } from './fire-times.rules';
import { runStates, scheduledReports, scheduleStates } from './report-schedules.types';

const SOME_DAY = new Date('2026-01-01T00:00:00Z');
const MOST_RECIPIENTS = 20;

const cron = z
  .string()
  .max(200)
  .transform((text) => text.trim().split(/\s+/).join(' '))
  .refine(isCron, { error: 'not five fields of cron in numbers', params: { code: 'invalid_cron' }, abort: true })
  .refine((text) => nextFireTime({ cron: text, timezone: 'UTC' }, SOME_DAY) !== null, {
    error: 'no date ever fits',
    params: { code: 'never_due' },
  })
  .meta({
    type: 'string',
    description:
      'Minute, hour, day of month, month, day of week; both days must match. A time that clocks skip is due right after the jump, one that they repeat is due once.',
    examples: ['0 8 * * 1'],
  });

/** As Standard Webhooks has them: base64 of 24 to 64 bytes after the prefix. */
const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'not a signing secret: whsec_ and base64 of 24 to 64 bytes');
const address = z.email().max(254);
const url = z.url({ protocol: /^https?$/ }).max(2_000);

const recipient = z.discriminatedUnion('kind', [
  z.strictObject({ id: uuid.optional(), kind: z.literal('email'), address }),
  z.strictObject({
    id: uuid.optional(),
    kind: z.literal('webhook'),
    url,
    secret: secret.optional().meta({ description: 'Signs what is sent; write-only, needed with each new URL.' }),
    has_secret: z.boolean().optional(),
  }),
]);

export const newReportSchedule = z.strictObject({
  name: z.string().trim().min(1).max(200),
  report: z.enum(scheduledReports),
  parameters: z.record(z.string(), z.unknown()).meta({
    description:
      'What the report’s own route takes, with `from` and `to`, or `period`: last_week, this_week, last_month, this_month, next_4_weeks, next_3_months. The month grid takes `year` and `month`, or last_month, this_month.',
  }),
  cron,
  timezone: timeZone,
  formats: z.array(z.enum(reportFormats)).min(1).max(reportFormats.length),
  language: z.enum(languages).optional(),
  recipients: z.array(recipient).max(MOST_RECIPIENTS).optional(),
});
export const changedReportSchedule = newReportSchedule.partial().extend({
  owner_user_id: uuid.optional().meta({
    description:
      'Whose rights its runs are made with from now on; admins hand a schedule over when its owner has left.',
  }),
});
export type ReportScheduleBody = z.output<typeof changedReportSchedule>;

export const reportScheduleAnswer = z
  .strictObject({
    ...recordFields,
    owner_user_id: uuid,
    name: z.string(),
    report: z.enum(scheduledReports),
    parameters: z.record(z.string(), z.unknown()),
    cron: z.string(),
    timezone: z.string(),
    formats: z.array(z.enum(reportFormats)),
    language: z.enum(languages),
    recipients: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({ id: uuid, kind: z.literal('email'), address: z.string() }),
        z.strictObject({ id: uuid, kind: z.literal('webhook'), url: z.string(), has_secret: z.boolean() }),
      ]),
    ),
    state: z.enum(scheduleStates),
    state_reason: z
      .string()
      .nullable()
      .meta({ description: 'Why it was stopped: what its owner has lost, or `refused_by_scheduler`.' }),
    next_run_at: instant.nullable(),
  })
  .meta({ id: 'ReportSchedule' });

export const backfillBody = z.strictObject({
  from: isoDate,
  to: isoDate,
  deliver: z.boolean().optional().meta({ description: 'false makes the files and sends nothing.' }),
});

export const startedRun = z.strictObject({ run_id: uuid, workflow_id: z.string() }).meta({ id: 'StartedReportRun' });

export const backfillAnswer = z
  .strictObject({
    queued: z.int(),
    existing: z.int().meta({ description: 'Periods that have a run already; they are left as they are.' }),
    runs: z.array(z.strictObject({ id: uuid, run_key: z.string(), scheduled_for: instant, state: z.enum(runStates) })),
  })
  .meta({ id: 'ReportBackfill' });
