/** People as a sync writes them: inside a change of the plan, which the caller opens. */
import { MachineWrites } from '../../platform/machine-writes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { PersonRepository } from './people.repository';
import type { Person } from './people.types';

/** Writes by a machine to this organisation's people. */
export function personWrites(uow: UnitOfWork): MachineWrites<Person> {
  return new MachineWrites(uow, new PersonRepository(uow.trx, uow.organizationId), 'person');
}
