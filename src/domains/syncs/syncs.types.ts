/** Sync runs: one reading of a provider, what it did, and what went wrong in it. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { RunKind } from '../integrations/sync-kinds.rules';

export const syncStates = ['queued', 'running', 'completed', 'completed_with_errors', 'failed', 'cancelled'] as const;
export type SyncState = (typeof syncStates)[number];

/** What a run is doing; `waiting_for_credentials` = parked until somebody gives new ones or cancels. */
export const syncPhases = ['waiting', 'pulling', 'matching', 'applying', 'waiting_for_credentials', 'ended'] as const;
export type SyncPhase = (typeof syncPhases)[number];

/** `sync`: another connection's run made somebody known whose accounts of this one may wait. */
export const syncTriggers = ['user', 'schedule', 'webhook', 'sync'] as const;
export type SyncTrigger = (typeof syncTriggers)[number];

/**
 * Provider's records by what became of them: seen = created + updated + unchanged + failed (READINGS 47). `held` are those
 * among `failed` that a closed month kept back, `waiting` those among `unchanged` whose account is nobody's yet, `erased` those
 * among `unchanged` of somebody who was erased here: nothing of them was stored.
 */
export interface SyncCounts {
  seen: number;
  created: number;
  updated: number;
  unchanged: number;
  tombstoned: number;
  failed: number;
  held: number;
  waiting: number;
  erased: number;
}

/** Where a run stands. It is written in the transaction of the page, or of the batch, that it follows. */
export interface PullCursor {
  /** Position in the run's list of record kinds. */
  step: number;
  /** The provider's own cursor of the next page; null = the first. */
  page: string | null;
  /** 1 for the first complete reading of this kind, 2 … for those that confirm what is missing. */
  pass: number;
  /** Rows moved during this pass, so it proves nothing about what is missing. */
  moved: boolean;
  /** The day the run began: windows of dates lie around it. */
  asOf: IsoDate;
  /** The last account whose records are applied, in order; '' = those of no account are, null = nothing is. */
  applied: string | null;
}

export interface SyncRun {
  organizationId: string;
  id: string;
  version: number;
  connectionId: string;
  kind: RunKind;
  dryRun: boolean;
  state: SyncState;
  phase: SyncPhase;
  /** Records read so far while pulling; afterwards those that are as the provider says or were tried, of all that were read. */
  done: number;
  total: number | null;
  counts: SyncCounts;
  /** Null before pulling starts. */
  cursor: PullCursor | null;
  trigger: SyncTrigger;
  startedBy: string | null;
  workflowId: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  errorCode: string | null;
}

/**
 * `differs`: the provider says otherwise, and a field edited by hand was left as it is. `held`: kept back by a closed month.
 * `before`/`after` are the fields concerned.
 */
export const syncActions = ['created', 'updated', 'tombstoned', 'differs', 'held'] as const;
export type SyncAction = (typeof syncActions)[number];

export interface SyncChange {
  recordKind: string;
  externalId: string;
  action: SyncAction;
  entityType: string;
  entityId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** A record that could not be read or applied; the rest of the run went on. */
export interface SyncError {
  recordKind: string;
  externalId: string;
  code: string;
  /** Names fields, never values. */
  detail: string | null;
}
