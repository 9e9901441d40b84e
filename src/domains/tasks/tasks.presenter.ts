/** Tasks, their assignees and dependencies as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import type { Task, TaskAssignee, TaskDependency } from './tasks.types';

/** The same for everybody. */
export function presentTask(task: Task): object {
  return withRecordFields(task, {
    project_id: task.projectId,
    epic_id: task.epicId,
    title: task.title,
    description: task.description,
    status: task.status,
    estimate_hours: task.estimateMinutes === null ? null : hoursOfMinutes(task.estimateMinutes),
    start_date: task.startDate,
    due_date: task.dueDate,
    tags: task.tags,
    order_index: task.orderIndex,
  });
}

/** Somebody who does a task. */
export function presentTaskAssignee(assignee: TaskAssignee): object {
  return withRecordFields(assignee, { task_id: assignee.taskId, person_id: assignee.personId });
}

/** What a task waits for or points to. */
export function presentTaskDependency(dependency: TaskDependency): object {
  return withRecordFields(dependency, {
    task_id: dependency.taskId,
    depends_on_task_id: dependency.dependsOnTaskId,
    type: dependency.type,
  });
}
