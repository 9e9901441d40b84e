/** Tasks. Lists of one project use tasks_of_project, those of one person task_assignees_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository, type Query } from '../../platform/record-repository';
import type { Task } from './tasks.types';

class TaskModel extends RecordModel {
  static override tableName = 'tasks';
}

export class TaskRepository extends RecordRepository<Task> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: TaskModel, noun: 'task' });
  }

  /** Narrows a list to the tasks a person is assigned to. */
  static assignedTo(query: Query, personId: string): void {
    query.whereRaw(
      `exists (select from task_assignees a where a.organization_id = tasks.organization_id and a.task_id = tasks.id
        and a.person_id = ? and a.deleted_at is null)`,
      [personId],
    );
  }
}
