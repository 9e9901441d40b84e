/** What the API, the relay and the workflows agree on about the ledger: names, ids, inputs, outputs, messages. */
import { defineQuery, defineSignal } from '@temporalio/workflow';

/** Type name of the entity workflow that keeps one organisation's ledger up to date. */
export const CAPACITY_RECOMPUTE_WORKFLOW = 'capacityRecompute';

/**
 * Id of the one recompute workflow of an organisation.
 * @example capacityWorkflowId('0198...') === 'capacity/0198...'
 */
export function capacityWorkflowId(organizationId: string): string {
  return `capacity/${organizationId}`;
}

/** Says "there are dirty ranges"; carries nothing, so a lost, doubled or late one is harmless. */
export const dirtySignal = defineSignal('dirty');

/** What a run has done so far, counted over continue-as-new. */
export interface CapacityProgress {
  peopleDone: number;
  batches: number;
  changedWeeks: number;
  /** RFC 3339, UTC; null before the first batch. */
  lastDrainedAt: string | null;
  /** The drain under way or the last one; missing before the first batch. */
  drain?: DrainProgress;
}

/** One drain: from when people were found out of date until nobody is. */
export interface DrainProgress {
  /** RFC 3339, UTC. */
  startedAt: string;
  peopleDone: number;
  /** Those done and those who still wait. */
  peopleTotal: number;
  /** With one decimal; null where nothing can be said yet. */
  peoplePerSecond: number | null;
}

/** Answers with the run's progress; needs a live worker, so screens read `capacity_runs` instead. */
export const progressQuery = defineQuery<CapacityProgress>('progress');

export interface CapacityRecomputeInput {
  organizationId: string;
  /** Least time between the end of one drain and the start of the next. */
  windowMs: number;
  /** How long a run waits for more work after its window before it completes. */
  idleMs: number;
  /** People recomputed by one activity, 1-50. */
  maxPeoplePerBatch: number;
  /** Batches after which the run continues as new, besides the server's own suggestion. */
  maxBatchesPerRun: number;
  /** Progress of the runs before a continue-as-new. */
  carried?: CapacityProgress;
}

export type CapacityRecomputeOutput = CapacityProgress;

/** The input every caller uses, given the configured window. */
export function capacityRecomputeInput(organizationId: string, windowMs: number): CapacityRecomputeInput {
  return { organizationId, windowMs, idleMs: 30_000, maxPeoplePerBatch: 50, maxBatchesPerRun: 500 };
}

export interface NightlyAuditInput {
  organizationsPerPage: number;
  /** Share of the people of an organisation that is recomputed, 0-1; at least one person. */
  sampleShare: number;
  /** People repaired by one activity, 1-50. */
  maxPeoplePerBatch: number;
  /** Where the run before a continue-as-new stopped. */
  carried?: AuditTally;
}

/** Counts of an audit; `after` is the last organisation audited, `seed` names the sample so that it can be drawn again. */
export interface AuditTally {
  after: string | null;
  seed: string;
  organizations: number;
  people: number;
  differences: number;
  /** Organisations with differences, the first twenty by name (their ids). */
  drifted: readonly string[];
  /** Organisations that could not be audited or repaired. */
  failedOrganizations: number;
}

export type NightlyAuditOutput = Omit<AuditTally, 'after'>;
