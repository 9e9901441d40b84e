/** Recomputes one batch of dirty people of an organisation. */
import { activityInfo } from '@temporalio/activity';
import type { ActivityDeps } from '../activity-deps';

export interface DrainCapacityInput {
  organizationId: string;
  /** 1-50 */
  maxPeople: number;
}

export interface DrainCapacityOutput {
  people: number;
  changedWeeks: number;
  /** People still dirty after this batch. */
  remainingPeople: number;
}

/** Idempotent: a batch that is run twice finds its people clean and recomputes the next ones, or nobody. */
export function createDrainCapacity(deps: ActivityDeps) {
  return async function drainCapacity({ organizationId, maxPeople }: DrainCapacityInput): Promise<DrainCapacityOutput> {
    const workflowId = activityInfo().workflowExecution?.workflowId ?? 'unknown';
    const batch = await deps.drainDirtyRanges(organizationId, { maxPeople, workflowId });
    return { people: batch.people, changedWeeks: batch.changedWeeks, remainingPeople: batch.remainingPeople };
  };
}
