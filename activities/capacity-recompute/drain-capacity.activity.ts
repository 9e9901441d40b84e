/** Recomputes dirty people of an organisation for a while. */
import { activityInfo } from '@temporalio/activity';
import type { ActivityDeps } from '../activity-deps';

/** A run of the activity: long enough that what Temporal costs for each is little, short enough to show progress and to end in time. */
const RUN_MS = 2_000;

export interface DrainCapacityInput {
  organizationId: string;
  /** People of one transaction, 1-50. */
  maxPeople: number;
}

export interface DrainCapacityOutput {
  people: number;
  changedWeeks: number;
  /** People still dirty after it. */
  remainingPeople: number;
}

/** Idempotent: one that is run twice finds its people clean and recomputes the next ones, or nobody. */
export function createDrainCapacity(deps: ActivityDeps) {
  return async function drainCapacity({ organizationId, maxPeople }: DrainCapacityInput): Promise<DrainCapacityOutput> {
    const workflowId = activityInfo().workflowExecution?.workflowId ?? 'unknown';
    const batch = await deps.drainDirtyRanges(organizationId, { maxPeople, forMs: RUN_MS, workflowId });
    return { people: batch.people, changedWeeks: batch.changedWeeks, remainingPeople: batch.remainingPeople };
  };
}
