/** A project as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Project, ProjectMember } from './projects.types';

/** The same for everybody. */
export function presentProject(project: Project): object {
  return withRecordFields(project, {
    key: project.key,
    name: project.name,
    status: project.status,
    priority: project.priority,
    start_date: project.startDate,
    end_date: project.endDate,
    owner_id: project.ownerId,
    team_id: project.teamId,
    tags: project.tags,
  });
}

/** Somebody who belongs to a project. */
export function presentProjectMember(member: ProjectMember): object {
  return withRecordFields(member, {
    project_id: member.projectId,
    person_id: member.personId,
    role: member.role,
  });
}
