/** Removes expired idempotency keys, relayed events and sessions; once a night also stored files that nothing needs. */
import { removeOrphanFiles } from '../../src/domains/attachments/remove-orphan-files.command';
import {
  removeExpiredRows as removeRows,
  type RemovedRows,
  type RetentionInput,
} from '../../src/domains/outbox/remove-expired-rows.command';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: what is gone is not removed again; a run that was cut off goes on where it stopped. */
export function createRemoveExpiredRows(deps: ActivityDeps) {
  return async function removeExpiredRows(input: RetentionInput): Promise<RemovedRows> {
    const removed = await removeRows(deps.database, input);
    const now = new Date();
    if (isTimeForFiles(now)) await removeOrphanFiles(deps, now);
    return removed;
  };
}

/** The run of 03:00 UTC: listing a whole bucket every ten minutes would cost more than what it finds. */
export function isTimeForFiles(now: Date): boolean {
  return now.getUTCHours() === 3 && now.getUTCMinutes() < 10;
}
