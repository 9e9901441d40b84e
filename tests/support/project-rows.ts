/** One row in every table of a project's side and of how people are reached, straight into the database. */
import { newId } from '../../src/shared/ids';
import type { Columns, Factory } from './factories';

/** Epic, task with everything that hangs on it, tag, comment and attachment of the project; contacts of the person. */
export async function fillProjects(
  factory: Factory,
  given: { organization_id: string; person_id: string; user_id: string; project_id: string },
): Promise<void> {
  const { organization_id, person_id, user_id, project_id } = given;
  const insert = async (table: string, columns: Columns): Promise<string> => {
    const id = newId();
    await factory.insert(table, { organization_id, id, ...columns });
    return id;
  };
  const epic_id = await insert('epics', { project_id, name: 'Foundations', status: 'open' });
  const task_id = await insert('tasks', { project_id, epic_id, title: 'Dig' });
  const depends_on_task_id = await insert('tasks', { project_id, title: 'Measure' });
  await insert('project_members', { project_id, person_id });
  await insert('task_assignees', { task_id, person_id });
  await insert('task_dependencies', { task_id, depends_on_task_id, type: 'blocks' });
  await factory.allocation({ organization_id, person_id, project_id, task_id });
  await factory.timeEntry({ organization_id, person_id, project_id, task_id });
  await insert('tags', { name: newId() });
  const entity = { entity_type: 'task', entity_id: task_id };
  await insert('comments', { ...entity, author_id: user_id, author_person_id: person_id, body: 'Mind the pipe' });
  const file = { filename: 'plan.pdf', content_type: 'application/pdf', size_bytes: 1, sha256: 'a'.repeat(64) };
  await insert('attachments', { ...entity, ...file, uploaded_by: user_id });
  await insert('person_emails', { person_id, email: 'ada@example.com', kind: 'corporate' });
  await insert('person_identifiers', { person_id, id_type: 'matricule', id_value: newId() });
}
