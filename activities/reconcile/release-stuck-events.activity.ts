/** Makes outbox rows due that have waited too long, whatever moved their next attempt so far ahead. */
import { log } from '@temporalio/activity';
import { OutboxRepository } from '../../src/domains/outbox/outbox.repository';
import { runInSystemScope } from '../../src/platform/unit-of-work';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: a row that is due already is not counted. */
export function createReleaseStuckEvents(deps: ActivityDeps) {
  return async function releaseStuckEvents(input: { stuckOlderThanMs: number }): Promise<{ releasedEvents: number }> {
    const releasedEvents = await runInSystemScope(deps.database, 'reconciler', (trx) =>
      new OutboxRepository(trx).releaseStuck(input.stuckOlderThanMs),
    );
    if (releasedEvents > 0) log.warn('outbox rows waited too long', { releasedEvents });
    return { releasedEvents };
  };
}
