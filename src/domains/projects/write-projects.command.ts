/** Projects as a sync writes them: inside a change of the plan, which the caller opens. */
import { MachineWrites } from '../../platform/machine-writes';
import type { RecordPatch } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { renameCauses } from '../conflicts/rename-causes.command';
import { ProjectRepository } from './projects.repository';
import type { Project } from './projects.types';

/** Writes by a machine to this organisation's projects. */
export function projectWrites(uow: UnitOfWork): MachineWrites<Project> {
  return new MachineWrites(uow, new ProjectRepository(uow.trx, uow.organizationId), 'project');
}

/** A change by a machine. Conflicts follow a new name, as they do when a person gives it. @throws DomainError stale_version */
export async function changeProject(uow: UnitOfWork, before: Project, patch: RecordPatch<Project>): Promise<Project> {
  const after = await projectWrites(uow).change(before, patch);
  if (after.name !== before.name) await renameCauses(uow, { projectId: after.id, name: after.name });
  return after;
}
