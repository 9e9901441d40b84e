/** Shapes of projects (v9). */
import { z } from 'zod';
import { isoDate, recordFields, uuid } from '../../http/schemas';
import { tagNames } from '../tags/tags.schema';
import { projectStatuses } from './projects.types';

const MOST_PRIORITY = 1_000_000;

export const newProject = z.strictObject({
  key: z.string().trim().min(1).max(50).optional().describe('Unique; derived from the name when none is given.'),
  name: z.string().trim().min(1).max(200),
  status: z.enum(projectStatuses).optional().describe('Shown and filtered by; changes no figure. Default `active`.'),
  priority: z.int().min(-MOST_PRIORITY).max(MOST_PRIORITY).optional().describe('The caller’s own order; default 0.'),
  start_date: isoDate.nullable().optional(),
  end_date: isoDate.nullable().optional(),
  owner_id: uuid.nullable().optional().describe('A person.'),
  team_id: uuid.nullable().optional(),
  tags: tagNames.optional(),
});
export const changedProject = newProject.partial();
export type ProjectBody = z.output<typeof changedProject>;

export const projectAnswer = z
  .strictObject({
    ...recordFields,
    key: z.string(),
    name: z.string(),
    status: z.enum(projectStatuses),
    priority: z.int(),
    start_date: isoDate.nullable(),
    end_date: isoDate.nullable(),
    owner_id: uuid.nullable(),
    team_id: uuid.nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Project' });

export const projectFilter = {
  q: z.string().max(200).optional().describe('Part of the name or key, in any case.'),
  status: z.enum(projectStatuses).optional(),
  team_id: uuid.optional(),
};
export type ProjectFilter = z.output<z.ZodObject<typeof projectFilter>>;

const memberRole = z.string().trim().min(1).max(200).nullable();
export const newProjectMember = z.strictObject({ person_id: uuid, role: memberRole.optional() });
/** The person is the one of the path. */
export const changedProjectMember = z.strictObject({ role: memberRole.optional() });
export type ProjectMemberBody = z.output<typeof changedProjectMember>;

export const projectMemberAnswer = z
  .strictObject({ ...recordFields, project_id: uuid, person_id: uuid, role: z.string().nullable() })
  .meta({ id: 'ProjectMember' });
