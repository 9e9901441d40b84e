/** Which project a record is of that may name a task (READINGS 29): the task's own, and never another. */
import { invalidField, referenceNotFound } from '../../shared/domain-error';
import { patched } from '../../shared/patched';

/** What a client says; undefined = not sent. */
export interface PlacementInput {
  projectId?: string | null | undefined;
  taskId?: string | null | undefined;
}

export interface Placement {
  projectId: string | null;
  taskId: string | null;
}

/**
 * The project and task of a record out of what was sent and what it had. A task alone brings its project along.
 * `projectOfTask` knows every live task that is named; `pointer` is where the input stands in the body.
 * @example a task of Atlas without a project is placed on Atlas; with the project Borea it is refused
 * @throws DomainError reference_not_found at `/task_id`, validation_failed (`other_project`) at the field that was sent
 */
export function placementOf(
  input: PlacementInput,
  before: Placement | null,
  { projectOfTask, pointer = '' }: { projectOfTask: ReadonlyMap<string, string>; pointer?: string },
): Placement {
  const taskId = patched(input.taskId, before?.taskId);
  const projectId = patched(input.projectId, before?.projectId);
  if (taskId === null) return { projectId, taskId };
  const ofTask = projectOfTask.get(taskId) ?? (taskId === before?.taskId ? before.projectId : undefined);
  if (ofTask === undefined || ofTask === null) throw referenceNotFound(`${pointer}/task_id`);
  const isTaskSent = typeof input.taskId === 'string';
  const isProjectLeft = input.projectId === undefined || (isTaskSent && input.projectId === null);
  if (projectId === ofTask || (isTaskSent && isProjectLeft)) return { projectId: ofTask, taskId };
  throw invalidField(
    `${pointer}/${isTaskSent ? 'task_id' : 'project_id'}`,
    'other_project',
    'the task is of another project',
  );
}
