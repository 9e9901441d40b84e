/** Who belongs to a project, and as what. It books nobody: allocations do. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertReferences } from '../../platform/references';
import { patched } from '../../shared/patched';
import { ProjectMemberRepository } from './project-members.repository';
import { presentProjectMember } from './projects.presenter';
import { ProjectRepository } from './projects.repository';
import { changedProjectMember, newProjectMember, projectMemberAnswer, type ProjectMemberBody } from './projects.schema';
import type { ProjectMember } from './projects.types';

export const projectMembersResource: CrudResource<ProjectMember> = {
  path: '/projects/{id}/members',
  tag: 'Projects',
  noun: 'project_member',
  words: { one: 'member of a project', many: 'the members of a project' },
  permissions: { read: 'project.read', write: 'project.write' },
  operations: ['list', 'create', 'update', 'delete'],
  params: idParams,
  recordParam: 'person_id',
  within: async (uow, { id = '' }) => {
    await new ProjectRepository(uow.trx, uow.organizationId).get(id);
  },
  find: (uow, { id = '', person_id = '' }) =>
    new ProjectMemberRepository(uow.trx, uow.organizationId).getPair(id, person_id),
  filter: (rows, { params }) => {
    rows.where('project_id', params['id'] ?? '');
  },
  create: newProjectMember,
  update: changedProjectMember,
  answer: projectMemberAnswer,
  repository: (uow) => new ProjectMemberRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before, params }) => {
    const { person_id, role } = body as ProjectMemberBody & { person_id?: string };
    const personId = before?.personId ?? person_id ?? '';
    if (before === null) await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
    return { projectId: params['id'] ?? '', personId, role: patched(role, before?.role) };
  },
  present: presentProjectMember,
};
