/** Shapes of tasks, assignees and dependencies (v9). */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';
import { orderIndex } from '../epics/epics.schema';
import { tagNames } from '../tags/tags.schema';
import { dependencyTypes, taskStatuses } from './tasks.types';

const MOST_HOURS = 100_000;

export const newTask = z.strictObject({
  project_id: uuid,
  epic_id: uuid.nullable().optional().describe('An epic of the same project.'),
  title: z.string().trim().min(1).max(300),
  description: z.string().max(20_000).nullable().optional(),
  status: z.enum(taskStatuses).optional().describe('Shown and filtered by; changes no figure. Default `todo`.'),
  estimate_hours: hours(MOST_HOURS).nullable().optional(),
  start_date: isoDate.nullable().optional(),
  due_date: isoDate.nullable().optional(),
  tags: tagNames.optional(),
  order_index: orderIndex.optional(),
});
export const changedTask = newTask.partial();
export type TaskBody = z.output<typeof changedTask>;

export const taskAnswer = z
  .strictObject({
    ...recordFields,
    project_id: uuid,
    epic_id: uuid.nullable(),
    title: z.string(),
    description: z.string().nullable(),
    status: z.enum(taskStatuses),
    estimate_hours: z.number().nullable(),
    start_date: isoDate.nullable(),
    due_date: isoDate.nullable(),
    tags: z.array(z.string()),
    order_index: z.int(),
  })
  .meta({ id: 'Task' });

export const taskFilter = {
  project_id: uuid.optional(),
  status: z.enum(taskStatuses).optional(),
  assignee_person_id: uuid.optional(),
  epic_id: uuid.optional(),
  tag: z.string().max(100).optional().describe('The whole name of a tag.'),
  q: z.string().max(200).optional().describe('Part of the title, in any case.'),
};
export type TaskFilter = z.output<z.ZodObject<typeof taskFilter>>;

export const newTaskAssignee = z.strictObject({ person_id: uuid });
export const taskAssigneeAnswer = z
  .strictObject({ ...recordFields, task_id: uuid, person_id: uuid })
  .meta({ id: 'TaskAssignee' });

const dependencyType = z
  .enum(dependencyTypes)
  .describe('`blocks`: the task of the path waits for the other one; `relates`: it only points to it.');
export const newTaskDependency = z.strictObject({ depends_on_task_id: uuid, type: dependencyType });
export const taskDependencyAnswer = z
  .strictObject({ ...recordFields, task_id: uuid, depends_on_task_id: uuid, type: z.enum(dependencyTypes) })
  .meta({ id: 'TaskDependency' });
