/** Shapes of time entries (API.md §4). */
import { z } from 'zod';
import { isoDate, recordFields, uuid } from '../../http/schemas';
import { timeEntrySources } from './time-entries.types';

const minutes = z.int().min(1).max(1_440);

export const newTimeEntry = z.strictObject({
  person_id: uuid,
  date: isoDate,
  minutes,
  project_id: uuid.nullable().optional().describe('With a task it is that task’s project and need not be sent.'),
  task_id: uuid.nullable().optional(),
  note: z.string().max(5_000).nullable().optional(),
});
export const changedTimeEntry = newTimeEntry.partial();
export type TimeEntryBody = z.output<typeof changedTimeEntry>;

export const timeEntryAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    project_id: uuid.nullable(),
    task_id: uuid.nullable(),
    date: isoDate,
    minutes,
    note: z.string().nullable(),
    source: z.enum(timeEntrySources).describe('What did not come by hand is read-only here (409 `provider_record`).'),
  })
  .meta({ id: 'TimeEntry' });

export const timeEntryFilter = {
  person_id: uuid.optional(),
  project_id: uuid.optional(),
  task_id: uuid.optional(),
  from: isoDate.optional().describe('First day.'),
  to: isoDate.optional().describe('Last day.'),
  source: z.enum(timeEntrySources).optional(),
};
export type TimeEntryFilter = z.output<z.ZodObject<typeof timeEntryFilter>>;
