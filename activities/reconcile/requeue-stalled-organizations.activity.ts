/** Takes up organisations that are dirty while nothing recomputes them. */
import { capacityWorkflowId } from '../../src/domains/capacity/capacity.contract';
import { listStalledOrganizations } from '../../src/domains/outbox/list-stalled-organizations.query';
import { requeueOrganizations } from '../../src/domains/outbox/requeue-organizations.command';
import { runInSystemScope } from '../../src/platform/unit-of-work';
import type { ActivityDeps } from '../activity-deps';

export interface RequeueStalledInput {
  dirtyOlderThanMs: number;
  limit: number;
}

export interface RequeueStalledOutput {
  stalledOrganizations: number;
  requeuedOrganizations: number;
}

/** Idempotent: an organisation with a wake-up waiting is not found again, and a running workflow is left alone. */
export function createRequeueStalledOrganizations(deps: ActivityDeps) {
  return async function requeueStalledOrganizations(input: RequeueStalledInput): Promise<RequeueStalledOutput> {
    const stalled = await runInSystemScope(deps.database, 'reconciler', (trx) => listStalledOrganizations(trx, input));
    const abandoned: string[] = [];
    for (const organizationId of stalled) {
      if (!(await deps.temporal.isRunning(capacityWorkflowId(organizationId)))) abandoned.push(organizationId);
    }
    await runInSystemScope(deps.database, 'reconciler', (trx) => requeueOrganizations(trx, abandoned));
    return { stalledOrganizations: stalled.length, requeuedOrganizations: abandoned.length };
  };
}
