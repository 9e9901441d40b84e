/** Removes the runs of reports that one organisation does not keep any more. */
import { activityInfo } from '@temporalio/activity';
import { removeExpiredReports as remove } from '../../src/domains/privacy/remove-expired-reports.command';
import type { ActivityDeps } from '../activity-deps';

export interface RemoveExpiredReportsInput {
  organizationId: string;
  /** Most runs in one pass. */
  limit: number;
}

/** Idempotent: what has gone is not found again, what is half gone is finished. */
export function createRemoveExpiredReports({ database, fileStore }: ActivityDeps) {
  return async function removeExpiredReports({
    organizationId,
    limit,
  }: RemoveExpiredReportsInput): Promise<{ removed: number }> {
    const workflowId = activityInfo().workflowExecution?.workflowId ?? 'unknown';
    return { removed: await remove({ database, fileStore, organizationId, workflowId }, limit) };
  };
}
