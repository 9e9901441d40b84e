/** Removes the runs of reports that one organisation does not keep any more. */
import { activityInfo } from '@temporalio/activity';
import { removeOldReports as remove } from '../../src/domains/privacy/remove-old-reports.command';
import type { ActivityDeps } from '../activity-deps';

export interface RemoveOldReportsInput {
  organizationId: string;
  /** Most runs in one pass. */
  limit: number;
}

/** Idempotent: what has gone is not found again, what is half gone is finished. */
export function createRemoveOldReports({ database, fileStore }: ActivityDeps) {
  return async function removeOldReports({
    organizationId,
    limit,
  }: RemoveOldReportsInput): Promise<{ removed: number }> {
    const workflowId = activityInfo().workflowExecution?.workflowId ?? 'unknown';
    return { removed: await remove({ database, fileStore, organizationId, workflowId }, limit) };
  };
}
