/** Takes back what an account's records have made of a person: the link was wrong, and the data are somebody else's. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { absenceWrites } from '../absences/write-absences.command';
import { changePlan } from '../capacity/change-plan.command';
import { removeConflicts } from '../conflicts/remove-conflicts.command';
import { engagementWrites } from '../engagements/write-engagements.command';
import { removePersonContacts } from '../people/write-person-contacts.command';
import { personWrites } from '../people/write-people.command';
import { timeEntryWrites } from '../time-entries/write-time-entries.command';
import { ProviderRecordRepository } from './provider-records.repository';
import { SyncLogRepository } from './sync-log.repository';
import { addedContacts, madeBy, restorations, type Restoration } from './withdrawal.rules';

/** Before any date that is kept. */
const FROM_EVER = '1900-01-01';

export interface WithdrawnAccount {
  id: string;
  connectionId: string;
  externalUserId: string;
  provider: string;
  personId: string;
  linkedAt: Date | null;
}

/**
 * What syncs made out of the account's records since it was linked is gone as if it had never been, fields they changed have
 * their former values unless somebody has changed them since, and the records wait again for whose they are. The connection
 * must be held, so that no sync applies them meanwhile. Idempotent. @throws DomainError period_closed when a closed month would change
 */
export async function withdrawAccount(uow: UnitOfWork, account: WithdrawnAccount): Promise<void> {
  const mirror = new ProviderRecordRepository(uow.trx, uow.organizationId, account.connectionId);
  const log = await new SyncLogRepository(uow.trx, uow.organizationId).changesOfAccount(account);
  await mirror.forgetApplied(account.externalUserId);
  if (log.length === 0) return;
  const timeEntries = [...(await timeEntryWrites(uow).find(madeBy(log, 'time_entry'))).values()];
  const scope = {
    personIds: [account.personId],
    from: FROM_EVER,
    to: null,
    reason: 'engagement.changed' as const,
    figureDates: timeEntries.map(({ date }) => date),
  };
  const { impact } = await changePlan(
    uow,
    { scope, options: { onConflict: 'report', conflictReason: null } },
    async () => {
      await absenceWrites(uow).purge(madeBy(log, 'absence'));
      await timeEntryWrites(uow).purge(madeBy(log, 'time_entry'));
      await engagementWrites(uow).purge(madeBy(log, 'engagement'));
      for (const restoration of restorations(log)) await restore(uow, restoration);
      const { personId, provider: source } = account;
      await removePersonContacts(uow, { personId, source, ...addedContacts(log) });
    },
  );
  const closed = impact.conflicts.closed.map(({ id }) => id).filter((id) => id !== null);
  await removeConflicts(uow, { ids: closed, firstSeenSince: account.linkedAt ?? uow.now });
}

async function restore(uow: UnitOfWork, { entityType, entityId, ...fields }: Restoration): Promise<void> {
  if (entityType === 'engagement') await engagementWrites(uow).takeBack(entityId, fields);
  else await personWrites(uow).takeBack(entityId, fields);
}
