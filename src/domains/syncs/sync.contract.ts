/** What the API, the relay and the workflow agree on about syncs: names, ids, inputs, messages. */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { SyncPhase } from './syncs.types';

/** Type name of the entity workflow that runs one connection's syncs, one at a time. */
export const SYNC_WORKFLOW = 'syncConnection';

/** Id of the one sync workflow of a connection. @example syncWorkflowId('0198...') === 'sync/0198...' */
export function syncWorkflowId(connectionId: string): string {
  return `sync/${connectionId}`;
}

/** Type name of the workflow that a connection's schedule starts. */
export const DUE_SYNCS_WORKFLOW = 'requestDueSyncs';

/** Id of a connection's schedule. @example syncScheduleId('0198...') === 'sync/0198...' */
export function syncScheduleId(connectionId: string): string {
  return `sync/${connectionId}`;
}

export interface DueSyncsOutput {
  /** Runs that were asked for; those that waited already are not among them. */
  requested: number;
}

/** Says "look again": at runs that wait, at new credentials, at a cancellation. Carries nothing, so a lost or doubled one is harmless. */
export const wakeSignal = defineSignal('wake');

/** Where the run under way stands; needs a live worker, so screens read `sync_runs` instead. */
export interface SyncProgress {
  runId: string | null;
  phase: SyncPhase;
  done: number;
  total: number | null;
}

export const syncProgressQuery = defineQuery<SyncProgress>('progress');

export interface SyncInput {
  organizationId: string;
  connectionId: string;
  /** Activities after which the run continues as new, besides the server's own suggestion. */
  maxStepsPerRun: number;
  /** Sync runs that ended before a continue-as-new. */
  carriedRuns?: number;
}

export interface SyncOutput {
  /** Runs that ended since the workflow started or continued as new. */
  runs: number;
}

/** The input every caller uses. */
export function syncInput(organizationId: string, connectionId: string): SyncInput {
  return { organizationId, connectionId, maxStepsPerRun: 300 };
}
