/** Steps of long work about people, each in a unit of work of the system, as activities run them. */
import { systemActor } from '../../access/actor';
import type { Database } from '../../platform/database';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';

/** Where a step runs and for whom; `workflowId` is written into the audit log with what it does. */
export interface SystemStep {
  database: Database;
  organizationId: string;
  workflowId: string;
}

/** Runs one step in its own transaction. @throws DomainError what the step threw */
export async function asSystem<T>(step: SystemStep, work: (uow: UnitOfWork) => Promise<T>): Promise<T> {
  const { database, organizationId, workflowId } = step;
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  return runInOrganization(database, { organizationId, resolveActor, now: new Date(), workflowId }, work);
}
