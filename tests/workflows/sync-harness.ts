/** Invented sync activities that answer as the table of runs would, and a start as the relay does it. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities';
import type { syncConnection } from '../../workflows/sync/sync-connection.workflow';
import { SYNC_WORKFLOW, syncInput, syncWorkflowId, wakeSignal } from '../../src/domains/syncs/sync.contract';
import type { ClaimedRun } from '../../src/domains/syncs/sync-steps.types';
import { tenantIdAttribute } from '../../temporal-config/search-attributes';
import type { Harness } from './workflow-harness';

export type SyncActivities = Pick<
  Activities,
  'claimSyncRun' | 'pullRecords' | 'matchAccounts' | 'applyRecords' | 'failSyncRun'
>;

export interface SyncScript {
  activities: SyncActivities;
  /** Names of the calls, in order. */
  calls: string[];
  /** Codes that runs were failed with. */
  failures: string[];
}

/** So many runs that wait, each of so many steps; the first `refusals` pulls find the credentials refused. Without pulls they only apply. */
export function syncActivities(plan: { runs: number; pulls: number; batches: number; refusals?: number }): SyncScript {
  const calls: string[] = [];
  const failures: string[] = [];
  let left = plan.runs;
  let refusals = plan.refusals ?? 0;
  let run: ClaimedRun | null = null;
  let step = 0;
  const next = (): ClaimedRun => ({
    runId: randomUUID(),
    kind: plan.pulls === 0 ? 'apply' : 'roster',
    dryRun: false,
    phase: plan.pulls === 0 ? 'matching' : 'pulling',
    done: 0,
    total: null,
  });
  const move = (phase: ClaimedRun['phase'], done: number) => {
    if (run !== null) run = { ...run, phase, done, total: phase === 'applying' ? plan.batches * 20 : null };
    const result = { phase, done, total: run?.total ?? null };
    if (phase === 'ended') {
      run = null;
      left -= 1;
    }
    step = phase === 'matching' || phase === 'ended' ? 0 : step;
    return Promise.resolve(result);
  };
  return {
    calls,
    failures,
    activities: {
      claimSyncRun: () => {
        calls.push('claim');
        if (run?.phase === 'waiting_for_credentials') run = { ...run, phase: 'pulling' };
        else if (run === null && left > 0) run = next();
        return Promise.resolve({ run });
      },
      pullRecords: () => {
        calls.push('pull');
        if (refusals > 0) {
          refusals -= 1;
          return move('waiting_for_credentials', 0);
        }
        step += 1;
        return move(step >= plan.pulls ? 'matching' : 'pulling', step * 50);
      },
      matchAccounts: () => {
        calls.push('match');
        return move('applying', 0);
      },
      applyRecords: () => {
        calls.push('apply');
        step += 1;
        return move(step >= plan.batches ? 'ended' : 'applying', step * 20);
      },
      failSyncRun: ({ errorCode }) => {
        calls.push('fail');
        failures.push(errorCode);
        return move('ended', 0);
      },
    },
  };
}

/** `signalWithStart` as the relay does it, on the harness's queue. */
export async function startSync(
  harness: Harness,
  options: { maxStepsPerRun?: number; before?: (workflowId: string) => Promise<void> } = {},
): Promise<WorkflowHandle<typeof syncConnection>> {
  const [organizationId, connectionId] = [randomUUID(), randomUUID()];
  const input = syncInput(organizationId, connectionId);
  const handle = await harness.client.workflow.signalWithStart<typeof syncConnection>(SYNC_WORKFLOW, {
    workflowId: syncWorkflowId(connectionId),
    taskQueue: harness.taskQueue,
    args: [{ ...input, ...(options.maxStepsPerRun === undefined ? {} : { maxStepsPerRun: options.maxStepsPerRun }) }],
    signal: wakeSignal.name,
    signalArgs: [],
    staticSummary: `Syncs of connection ${connectionId}`,
    typedSearchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
  });
  await options.before?.(handle.workflowId);
  return handle;
}
