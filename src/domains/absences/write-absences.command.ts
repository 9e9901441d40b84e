/** Absences as a sync writes them: inside a change of the plan, which the caller opens. */
import { MachineWrites } from '../../platform/machine-writes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { AbsenceRepository } from './absences.repository';
import type { Absence } from './absences.types';

/** Writes by a machine to this organisation's absences. */
export function absenceWrites(uow: UnitOfWork): MachineWrites<Absence> {
  return new MachineWrites(uow, new AbsenceRepository(uow.trx, uow.organizationId), 'absence');
}
