/** Projects as a sync writes them: inside a change of the plan, which the caller opens. */
import { MachineWrites } from '../../platform/machine-writes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ProjectRepository } from './projects.repository';
import type { Project } from './projects.types';

/** Writes by a machine to this organisation's projects. */
export function projectWrites(uow: UnitOfWork): MachineWrites<Project> {
  return new MachineWrites(uow, new ProjectRepository(uow.trx, uow.organizationId), 'project');
}
