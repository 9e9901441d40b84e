/** Assignees and dependencies of tasks. Both use the unique index of their pair. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { DependencyEdge } from './dependency-cycle.rules';
import type { TaskAssignee, TaskDependency } from './tasks.types';

class TaskAssigneeModel extends RecordModel {
  static override tableName = 'task_assignees';
}

class TaskDependencyModel extends RecordModel {
  static override tableName = 'task_dependencies';
}

export class TaskAssigneeRepository extends RecordRepository<TaskAssignee> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: TaskAssigneeModel, noun: 'assignee' });
  }

  /** @throws DomainError not_found */
  async getPair(taskId: string, personId: string): Promise<TaskAssignee> {
    return this.getBy({ task_id: taskId, person_id: personId });
  }
}

export class TaskDependencyRepository extends RecordRepository<TaskDependency> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: TaskDependencyModel, noun: 'dependency' });
  }

  /** @throws DomainError not_found */
  async getPair(taskId: string, dependsOnTaskId: string): Promise<TaskDependency> {
    return this.getBy({ task_id: taskId, depends_on_task_id: dependsOnTaskId });
  }

  /**
   * Everything a task waits for, over any number of steps. Deleted tasks count: they may be restored. Until the transaction
   * ends nobody else in the organisation adds a dependency that blocks, so two at once cannot make a circle together.
   */
  async lockedChain(taskId: string): Promise<DependencyEdge[]> {
    const { organizationId } = this;
    await this.trx.raw(`select pg_advisory_xact_lock(hashtextextended('task_dependencies/' || ?::text, 0))`, [
      organizationId,
    ]);
    const { rows } = await this.trx.raw<{ rows: DependencyEdge[] }>(
      `with recursive chain (id) as (
         select :taskId::uuid
         union
         select d.depends_on_task_id from chain c join task_dependencies d
           on d.organization_id = :organizationId and d.task_id = c.id and d.type = 'blocks' and d.deleted_at is null)
       select d.task_id as "from", d.depends_on_task_id as "to" from chain c join task_dependencies d
         on d.organization_id = :organizationId and d.task_id = c.id and d.type = 'blocks' and d.deleted_at is null`,
      { organizationId, taskId },
    );
    return rows;
  }
}
