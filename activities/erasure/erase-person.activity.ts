/** The three steps of an erasure. */
import { activityInfo } from '@temporalio/activity';
import { asSystem } from '../../src/domains/privacy/as-system.command';
import { eraseRecords, finishErasure, redactAudit } from '../../src/domains/privacy/run-erasure.command';
import type { ActivityDeps } from '../activity-deps';

export interface ErasureStepInput {
  organizationId: string;
  erasureId: string;
}

/** Idempotent: what is erased is not found again, and a request that is past this step is left as it is. */
export function createErasePersonRecords(deps: ActivityDeps) {
  return async function erasePersonRecords({ organizationId, erasureId }: ErasureStepInput): Promise<void> {
    await asSystem(stepOf(deps, organizationId), (uow) => eraseRecords(uow, erasureId));
  };
}

/** Idempotent: the place it has got to is stored with each batch, so a batch that is run twice takes the next events. */
export function createRedactAuditEvents(deps: ActivityDeps) {
  return async function redactAuditEvents(
    input: ErasureStepInput & { limit: number },
  ): Promise<{ redacted: number; done: boolean }> {
    const { organizationId, erasureId, limit } = input;
    return asSystem(stepOf(deps, organizationId), (uow) => redactAudit(uow, erasureId, limit));
  };
}

/** Idempotent: a request that has ended stays as it ended. */
export function createFinishErasure(deps: ActivityDeps) {
  return async function finishPersonErasure(input: ErasureStepInput & { errorCode: string | null }): Promise<void> {
    const { organizationId, erasureId, errorCode } = input;
    await asSystem(stepOf(deps, organizationId), (uow) => finishErasure(uow, erasureId, errorCode));
  };
}

function stepOf({ database }: ActivityDeps, organizationId: string) {
  return { database, organizationId, workflowId: activityInfo().workflowExecution?.workflowId ?? 'unknown' };
}
