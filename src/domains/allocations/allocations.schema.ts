/** Shapes of the allocation operations (API.md §4). */
import { z } from 'zod';
import { hours, isoDate, recordFields, spanFilter, uuid } from '../../http/schemas';
import { minutesOfHours } from '../../shared/wire-hours';
import type { AllocationInput } from './allocation-record.rules';

const sources = ['manual', 'import', 'rule'] as const;
const percent = z.number().gt(0).max(200).multipleOf(0.01);

const writable = {
  project_id: uuid
    .nullable()
    .optional()
    .describe('With a task it is that task’s project and need not be sent; null: on nothing named.'),
  task_id: uuid.nullable().optional(),
  start_date: isoDate,
  end_date: isoDate.describe('Last day.'),
  percent: percent
    .nullable()
    .optional()
    .describe('Share of each day; at most one load is given, and 100 when none is.'),
  basis: z
    .enum(['nominal', 'net'])
    .nullable()
    .optional()
    .describe('What `percent` is a share of: the day’s hours (default), or what holidays and leave left of them.'),
  hours_per_week: hours(168)
    .gt(0)
    .nullable()
    .optional()
    .describe('Per ISO week; a week that the dates cut has its share.'),
  minutes_per_day: z
    .int()
    .min(1)
    .max(1_440)
    .nullable()
    .optional()
    .describe('On each working day; on an only date whatever the day.'),
  total_minutes: z.int().min(1).max(10_000_000).nullable().optional().describe('Spread over all of the dates.'),
  status: z
    .enum(['firm', 'tentative'])
    .optional()
    .describe('Tentative load is shown apart and makes no conflict. Default `firm`.'),
  source: z.enum(sources).optional(),
  notes: z.string().max(5_000).nullable().optional(),
};

export const newAllocation = z.strictObject({ person_id: uuid, ...writable });

export const changedAllocation = z.strictObject({
  person_id: uuid.optional(),
  ...writable,
  start_date: isoDate.optional(),
  end_date: isoDate.optional(),
});

export const allocationAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    project_id: uuid.nullable(),
    task_id: uuid.nullable(),
    start_date: isoDate,
    end_date: isoDate,
    percent: percent.nullable(),
    basis: z.enum(['nominal', 'net']).nullable(),
    hours_per_week: z.number().nullable(),
    minutes_per_day: z.int().nullable(),
    total_minutes: z.int().nullable(),
    status: z.enum(['firm', 'tentative']),
    source: z.enum(sources),
    notes: z.string().nullable(),
  })
  .meta({ id: 'Allocation' });

export const allocationFilter = {
  person_id: uuid.optional(),
  project_id: uuid.optional(),
  task_id: uuid.optional(),
  ...spanFilter,
};

export type ChangedAllocationBody = z.output<typeof changedAllocation>;

/** A body as the rules take it: hours become minutes here, once. Works for new and changed allocations alike. */
export function allocationInputOf(body: ChangedAllocationBody): AllocationInput {
  return {
    personId: body.person_id,
    projectId: body.project_id,
    taskId: body.task_id,
    startDate: body.start_date,
    endDate: body.end_date,
    percent: body.percent,
    basis: body.basis,
    minutesPerWeek: minutesOfHours(body.hours_per_week),
    minutesPerDay: body.minutes_per_day,
    totalMinutes: body.total_minutes,
    status: body.status,
    source: body.source,
    notes: body.notes,
  };
}
