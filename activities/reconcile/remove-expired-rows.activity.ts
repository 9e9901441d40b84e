/** Removes expired idempotency keys, relayed events and sessions. */
import {
  removeExpiredRows as removeRows,
  type RemovedRows,
  type RetentionInput,
} from '../../src/domains/outbox/remove-expired-rows.command';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: what is gone is not removed again; a run that was cut off goes on where it stopped. */
export function createRemoveExpiredRows(deps: ActivityDeps) {
  return async function removeExpiredRows(input: RetentionInput): Promise<RemovedRows> {
    return removeRows(deps.database, input);
  };
}
