/** Projects as a resource. One that people are booked on or have worked on cannot be deleted: 409 until that is moved or deleted. */
import type { CrudResource } from '../../http/crud-resource';
import { assertInOrder } from '../../shared/assert-in-order';
import { DomainError } from '../../shared/domain-error';
import { patched } from '../../shared/patched';
import { assertReferences } from '../../platform/references';
import { whereContains } from '../../platform/where-contains';
import type { NewRecord } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { countAllocationsOf } from '../allocations/count-allocations-of.query';
import { renameCauses } from '../conflicts/rename-causes.command';
import { registerTags } from '../tags/register-tags.command';
import { countTimeEntriesOf } from '../time-entries/count-time-entries-of.query';
import { deletePartsOfProject } from './project-parts.command';
import { freeProjectKey } from './free-project-key.query';
import { presentProject } from './projects.presenter';
import { ProjectRepository } from './projects.repository';
import {
  changedProject,
  newProject,
  projectAnswer,
  projectFilter,
  type ProjectBody,
  type ProjectFilter,
} from './projects.schema';
import type { Project } from './projects.types';

export const projectsResource: CrudResource<Project> = {
  path: '/projects',
  tag: 'Projects',
  noun: 'project',
  permissions: { read: 'project.read', write: 'project.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  listQuery: projectFilter,
  filter: (rows, { query }) => {
    const { q, status, team_id } = query as ProjectFilter;
    whereContains(rows, ['name', 'key'], q);
    if (status !== undefined) rows.where('status', status);
    if (team_id !== undefined) rows.where('team_id', team_id);
  },
  create: newProject,
  update: changedProject,
  answer: projectAnswer,
  repository: (uow) => new ProjectRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => projectOf(uow, body, before),
  mayHappen: async (uow, { before, after }) => {
    if (before === null || after !== null) return;
    // Whoever books on it holds it for share: wait for them, so that the count is of what is committed.
    await new ProjectRepository(uow.trx, uow.organizationId).getForUpdate(before.id);
    const allocations = await countAllocationsOf(uow, { project_id: before.id });
    const time_entries = await countTimeEntriesOf(uow, { project_id: before.id });
    if (allocations + time_entries === 0) return;
    throw new DomainError(
      'conflict',
      `${allocations} allocations and ${time_entries} time entries are on this project; move or delete them first.`,
      { allocations, time_entries },
    );
  },
  alongside: async (uow, { before, result }) => {
    if (before !== null && before.name !== result.name)
      await renameCauses(uow, { projectId: result.id, name: result.name });
    if (result.deletedAt === null) await registerTags(uow, result.tags);
    else await deletePartsOfProject(uow, result.id, result.deletedAt);
  },
  present: presentProject,
};

async function projectOf(uow: UnitOfWork, body: ProjectBody, before: Project | null): Promise<NewRecord<Project>> {
  const startDate = patched(body.start_date, before?.startDate);
  const endDate = patched(body.end_date, before?.endDate);
  assertInOrder({ start_date: startDate, end_date: endDate });
  const { owner_id, team_id } = body;
  if (owner_id !== before?.ownerId) await assertReferences(uow, 'people', [{ id: owner_id, pointer: '/owner_id' }]);
  if (team_id !== before?.teamId) await assertReferences(uow, 'teams', [{ id: team_id, pointer: '/team_id' }]);
  const name = body.name ?? before?.name ?? '';
  return {
    key: body.key ?? before?.key ?? (await freeProjectKey(uow, name)),
    name,
    status: body.status ?? before?.status ?? 'active',
    priority: body.priority ?? before?.priority ?? 0,
    startDate,
    endDate,
    ownerId: patched(owner_id, before?.ownerId),
    teamId: patched(team_id, before?.teamId),
    tags: [...new Set(body.tags ?? before?.tags)],
  };
}
