/** Asks for the syncs that a connection's schedule says are due. */
import type { ConnectionRef } from '../../src/domains/syncs/sync-steps.types';
import type { ActivityDeps } from '../activity-deps';

export interface RequestDueSyncsOutput {
  requested: number;
}

/** Idempotent: a run that waits already is joined. */
export function createRequestDueSyncs(deps: ActivityDeps) {
  return async function requestDueSyncs(ref: ConnectionRef): Promise<RequestDueSyncsOutput> {
    return { requested: await deps.sync.requestDue(ref) };
  };
}
