/** Takes up organisations that are dirty while nothing recomputes them. */
import { activityInfo, log } from '@temporalio/activity';
import { capacityWorkflowId } from '../../src/domains/capacity/capacity.contract';
import { systemActor } from '../../src/access/actor';
import { failLostRuns } from '../../src/domains/capacity/fail-lost-runs.command';
import { listStalledOrganizations } from '../../src/domains/outbox/list-stalled-organizations.query';
import { requeueOrganizations } from '../../src/domains/outbox/requeue-organizations.command';
import { runInOrganization, runInSystemScope } from '../../src/platform/unit-of-work';
import type { ActivityDeps } from '../activity-deps';

export interface RequeueStalledInput {
  dirtyOlderThanMs: number;
  limit: number;
}

export interface RequeueStalledOutput {
  stalledOrganizations: number;
  requeuedOrganizations: number;
}

/**
 * Recompute runs that such an organisation waits for have failed, which nobody else could tell: their workflow did not live to say so.
 * Idempotent: an organisation with a wake-up waiting is not found again, and a running workflow is left alone.
 */
export function createRequeueStalledOrganizations(deps: ActivityDeps) {
  return async function requeueStalledOrganizations(input: RequeueStalledInput): Promise<RequeueStalledOutput> {
    const stalled = await runInSystemScope(deps.database, 'reconciler', (trx) => listStalledOrganizations(trx, input));
    const abandoned: string[] = [];
    for (const organizationId of stalled) {
      if (!(await deps.temporal.isRunning(capacityWorkflowId(organizationId)))) abandoned.push(organizationId);
    }
    for (const organizationId of abandoned) await failRuns(deps, organizationId, input.dirtyOlderThanMs);
    await runInSystemScope(deps.database, 'reconciler', (trx) => requeueOrganizations(trx, abandoned));
    return { stalledOrganizations: stalled.length, requeuedOrganizations: abandoned.length };
  };
}

/** Only runs that are older than what made the organisation stalled: a younger one may be on its way to a new workflow. */
async function failRuns({ database }: ActivityDeps, organizationId: string, olderThanMs: number): Promise<void> {
  const now = new Date();
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  const workflowId = activityInfo().workflowExecution?.workflowId;
  const request = { organizationId, resolveActor, now, ...(workflowId === undefined ? {} : { workflowId }) };
  const before = new Date(now.getTime() - olderThanMs);
  const failedRuns = await runInOrganization(database, request, (uow) => failLostRuns(uow, before));
  if (failedRuns > 0) log.warn('recompute runs lost their workflow and have failed', { organizationId, failedRuns });
}
