/** Asks for the erasures that are due in one organisation. */
import { activityInfo } from '@temporalio/activity';
import { asSystem } from '../../src/domains/privacy/as-system.command';
import { requestDueErasures as requestDue } from '../../src/domains/privacy/request-due-erasures.command';
import type { ActivityDeps } from '../activity-deps';

export interface RequestDueErasuresInput {
  organizationId: string;
  /** Most people in one run. */
  limit: number;
}

/** Idempotent: whoever has a request, or is erased, is not asked for again. */
export function createRequestDueErasures(deps: ActivityDeps) {
  return async function requestDueErasures(input: RequestDueErasuresInput): Promise<{ requested: number }> {
    const { organizationId, limit } = input;
    const workflowId = activityInfo().workflowExecution?.workflowId ?? 'unknown';
    const step = { database: deps.database, organizationId, workflowId };
    return { requested: await asSystem(step, (uow) => requestDue(uow, limit)) };
  };
}
