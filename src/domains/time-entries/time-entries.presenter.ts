/** A time entry as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { TimeEntry } from './time-entries.types';

/** The same for everybody who may read time entries. */
export function presentTimeEntry(entry: TimeEntry): object {
  return withRecordFields(entry, {
    person_id: entry.personId,
    project_id: entry.projectId,
    task_id: entry.taskId,
    date: entry.date,
    minutes: entry.minutes,
    note: entry.note,
    source: entry.source,
  });
}
