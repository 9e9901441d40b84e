/** Time entries as a sync writes them: inside a change of the plan, which the caller opens. */
import { MachineWrites } from '../../platform/machine-writes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { TimeEntryRepository } from './time-entries.repository';
import type { TimeEntry } from './time-entries.types';

/** Writes by a machine to this organisation's time entries. */
export function timeEntryWrites(uow: UnitOfWork): MachineWrites<TimeEntry> {
  return new MachineWrites(uow, new TimeEntryRepository(uow.trx, uow.organizationId), 'time_entry');
}
