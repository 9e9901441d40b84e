/** Ends runs whose workflow is gone. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { CapacityRunRepository } from './capacity-runs.repository';

/** What a run is told to have failed of: its workflow failed, was terminated or cancelled, or is lost. */
export const WORKFLOW_ENDED = 'workflow_ended';

/**
 * Ends as failed the runs that were asked for before `before` and are still under way; the caller has seen that no workflow works on
 * them. Their ranges stay dirty without a run, and the next workflow recomputes them. Answers how many; idempotent.
 */
export async function failLostRuns(uow: UnitOfWork, before: Date): Promise<number> {
  const runs = new CapacityRunRepository(uow.trx, uow.organizationId);
  const ids = await runs.underWaySince(before);
  await runs.releaseRanges(ids);
  const lost = await runs.fail(ids, { errorCode: WORKFLOW_ENDED, now: uow.now });
  for (const run of lost) {
    const after = await runs.find(run.id);
    if (after === undefined) throw new Error('the run has vanished');
    uow.audit({ event: 'capacity_run.failed', entityType: 'capacity_run', entityId: run.id, before: run, after });
  }
  return lost.length;
}
