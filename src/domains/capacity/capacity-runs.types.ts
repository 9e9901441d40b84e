/** A recompute that somebody asked for, or what the workflow does without being asked (`startedBy` null). */
export const capacityRunStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type CapacityRunState = (typeof capacityRunStates)[number];
export const recomputeModes = ['incremental', 'full'] as const;
export type RecomputeMode = (typeof recomputeModes)[number];

export interface CapacityRun {
  id: string;
  version: number;
  state: CapacityRunState;
  mode: RecomputeMode;
  totalPeople: number;
  donePeople: number;
  changedWeeks: number;
  workflowId: string;
  startedBy: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  errorCode: string | null;
}
