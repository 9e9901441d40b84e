/**
 * Finds work that nothing is doing and removes what has expired: the net below the outbox relay.
 * Start: the schedule `reconcile`, every ten minutes. Id: the schedule's plus the time it was due. Messages: none.
 * End states: Completed with counts; Failed when one of its steps kept failing, and the next run tries all of them again.
 */
import { log, patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { ReconcileInput, ReconcileOutput } from '../../src/domains/outbox/outbox.contract';
import { housekeepingOptions } from '../../temporal-config/activity-options';

type Steps = Pick<
  Activities,
  'requeueStalledOrganizations' | 'releaseStuckEvents' | 'removeExpiredRows' | 'wakeLostWorkflows'
>;

const { requeueStalledOrganizations, releaseStuckEvents, removeExpiredRows, wakeLostWorkflows } =
  proxyActivities<Steps>(housekeepingOptions);

/** Of each kind, in one run. */
const LOST_PER_RUN = 10_000;

/** Runs the steps one after the other; each is idempotent, so a second reconciliation changes nothing. */
export async function reconcile(input: ReconcileInput): Promise<ReconcileOutput> {
  const stalled = await requeueStalledOrganizations.executeWithOptions({ summary: 'Organisations left dirty' }, [
    { dirtyOlderThanMs: input.dirtyOlderThanMs, limit: input.organizationsPerRun },
  ]);
  const stuck = await releaseStuckEvents.executeWithOptions({ summary: 'Outbox rows that wait too long' }, [
    { stuckOlderThanMs: input.stuckOlderThanMs },
  ]);
  const removed = await removeExpiredRows.executeWithOptions({ summary: 'Expired rows' }, [
    {
      idempotencyKeysOlderThanMs: input.idempotencyKeysOlderThanMs,
      relayedEventsOlderThanMs: input.relayedEventsOlderThanMs,
    },
  ]);
  const lost = patched('lost-workflows')
    ? await wakeLostWorkflows.executeWithOptions({ summary: 'Requests and webhooks without a workflow' }, [
        { olderThanMs: input.stuckOlderThanMs, limit: LOST_PER_RUN },
      ])
    : { lostApprovals: 0, lostWebhooks: 0 };
  const output = { ...stalled, ...stuck, ...removed, ...lost };
  if (output.requeuedOrganizations + output.releasedEvents > 0)
    log.warn('work was left behind and is taken up again', { ...output });
  return output;
}
