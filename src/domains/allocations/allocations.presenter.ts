/** An allocation as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import { presentLoad } from './allocation-load.rules';
import type { Allocation } from './allocations.types';

/** Notes are planning notes, open to everyone who may read allocations. */
export function presentAllocation(allocation: Allocation): object {
  const load = presentLoad(allocation);
  return withRecordFields(allocation, {
    person_id: allocation.personId,
    project_id: allocation.projectId,
    task_id: allocation.taskId,
    start_date: allocation.startDate,
    end_date: allocation.endDate,
    percent: load.percent,
    basis: allocation.basis,
    hours_per_week: load.minutesPerWeek === null ? null : hoursOfMinutes(load.minutesPerWeek),
    minutes_per_day: load.minutesPerDay,
    total_minutes: load.totalMinutes,
    status: allocation.status,
    source: allocation.source,
    notes: allocation.notes,
  });
}
