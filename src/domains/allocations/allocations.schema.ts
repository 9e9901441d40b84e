/** Shapes of the allocation operations (API.md §4). */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';
import { minutesOfHours } from '../../shared/wire-hours';
import type { AllocationInput } from './allocation-record.rules';

const sources = ['manual', 'import', 'rule'] as const;
const percent = z.number().gt(0).max(200).multipleOf(0.01);

const writable = {
  project_id: uuid.nullable().optional(),
  task_id: uuid.nullable().optional(),
  start_date: isoDate,
  end_date: isoDate,
  percent: percent.nullable().optional(),
  basis: z.enum(['nominal', 'net']).nullable().optional(),
  hours_per_week: hours(168).gt(0).nullable().optional(),
  minutes_per_day: z.int().min(1).max(1_440).nullable().optional(),
  total_minutes: z.int().min(1).max(10_000_000).nullable().optional(),
  status: z.enum(['firm', 'tentative']).optional(),
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
  from: isoDate.optional(),
  to: isoDate.optional(),
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
