/** Tasks of a project, who does them, and what they wait for. */
import type { RecordFields } from '../../shared/record-fields';

export const taskStatuses = ['todo', 'in_progress', 'blocked', 'done', 'cancelled'] as const;

export interface Task extends RecordFields {
  projectId: string;
  /** An epic of the same project. */
  epicId: string | null;
  title: string;
  description: string | null;
  /** Shown and filtered by; changes no figure (READINGS 29). */
  status: (typeof taskStatuses)[number];
  estimateMinutes: number | null;
  startDate: string | null;
  dueDate: string | null;
  tags: string[];
  orderIndex: number;
}

export interface TaskAssignee extends RecordFields {
  taskId: string;
  personId: string;
}

export const dependencyTypes = ['blocks', 'relates'] as const;

/** With `blocks`, the task waits for the other one; with `relates` it only points to it. */
export interface TaskDependency extends RecordFields {
  taskId: string;
  dependsOnTaskId: string;
  type: (typeof dependencyTypes)[number];
}
