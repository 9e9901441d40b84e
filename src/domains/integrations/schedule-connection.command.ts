/** Says when a connection is read by itself. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { invalidField } from '../../shared/domain-error';
import { ConnectionRepository } from './connections.repository';
import type { Connection } from './connections.types';
import { recordConnection } from './save-connection.command';
import { syncKindsOf, type SyncKind } from './sync-kinds.rules';

export interface ConnectionSchedule {
  cron: string;
  timezone: string;
  kinds: readonly SyncKind[];
  enabled: boolean;
}

/**
 * Stores the schedule; the scheduler is brought in line by the event.
 * @throws DomainError not_found, stale_version, validation_failed for a kind that the provider has not
 */
export async function scheduleConnection(
  uow: UnitOfWork,
  id: string,
  schedule: ConnectionSchedule,
): Promise<Connection> {
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const before = await connections.getForUpdate(id);
  uow.checkMatch(before.version);
  const known = syncKindsOf(before.provider);
  const unknown = schedule.kinds.findIndex((kind) => !known.includes(kind));
  if (unknown >= 0) {
    throw invalidField(`/kinds/${String(unknown)}`, 'not_supported', `${before.provider} has nothing of this kind`);
  }
  const patch = {
    scheduleCron: schedule.cron.trim().split(/\s+/).join(' '),
    scheduleTimezone: schedule.timezone,
    scheduleKinds: [...new Set(schedule.kinds)],
    scheduleEnabled: schedule.enabled,
  };
  const after = await connections.update(before, patch, []);
  recordConnection(uow, 'connection.scheduled', { before, after });
  return after;
}
