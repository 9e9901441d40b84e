/** Asks for what a connection's schedule says is due. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { holdConnection } from '../integrations/hold-connection.query';
import { requestSync } from './request-sync.command';

/** How many runs are asked for; one that waits already is not asked for again. A connection that is gone or has no credentials asks for none. */
export async function requestDueSyncs(uow: UnitOfWork, connectionId: string): Promise<number> {
  try {
    const { scheduleEnabled, scheduleKinds, hasCredentials } = await holdConnection(uow, connectionId);
    if (!scheduleEnabled || !hasCredentials || scheduleKinds === null) return 0;
    let requested = 0;
    for (const kind of scheduleKinds) {
      const { joined } = await requestSync(uow, { connectionId, kind, dryRun: false, trigger: 'schedule' });
      requested += joined ? 0 : 1;
    }
    return requested;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return 0;
    throw error;
  }
}
