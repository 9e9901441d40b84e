/** Payroll knows everybody who is paid: its new accounts become people, unless somebody has decided otherwise. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { addDays } from '../../shared/calendar-dates';
import { newId } from '../../shared/ids';
import { changePlan } from '../capacity/change-plan.command';
import type { VisibleConnection } from '../integrations/hold-connection.query';
import { shareWorkweek } from '../organizations/share-workweek.query';
import { personWrites } from '../people/write-people.command';
import { SyncedAccountRepository } from './external-accounts.repository';
import { nameOf } from './external-account-rows.rules';
import type { MirrorRecord } from './mirror-records.types';
import { ProviderRecordRepository } from './provider-records.repository';

/** How far back a new person's weeks are made ready, in days. */
const DAYS_BEHIND = 26 * 7;

/**
 * Makes a person out of each of these accounts that is nobody's and undecided, and links it. Matching came first: whoever might
 * be somebody here is suggested, and waits. Idempotent: an account is linked once.
 */
export async function createMissingPeople(
  uow: UnitOfWork,
  { connection, runId }: { connection: VisibleConnection; runId: string },
  owners: readonly string[],
): Promise<void> {
  if (connection.provider !== 'payfit') return;
  const accounts = new SyncedAccountRepository(uow.trx, uow.organizationId, connection);
  const undecided = await accounts.undecided(owners);
  if (undecided.size === 0) return;
  const mirror = new ProviderRecordRepository(uow.trx, uow.organizationId, connection.id);
  const records = await mirror.byExternalIds('collaborator', [...undecided]);
  const made = [...records.values()].filter(({ vanishedAt }) => vanishedAt === null).map(personFrom);
  if (made.length === 0) return;
  await shareWorkweek(uow);
  const from = addDays(uow.now.toISOString().slice(0, 10), -DAYS_BEHIND);
  const scope = { personIds: made.map(({ person }) => person.id), from, to: null, reason: 'person.created' as const };
  await changePlan(uow, { scope, options: { onConflict: 'report', conflictReason: null } }, async () => {
    for (const { person } of made) await personWrites(uow).create(person);
  });
  const found = await accounts.byExternalIds([...undecided]);
  for (const { account, person } of made) {
    const stored = found.get(account);
    if (stored !== undefined) await accounts.linkCreated(stored, { personId: person.id, runId, now: uow.now });
  }
}

function personFrom(record: MirrorRecord) {
  return {
    account: record.externalId,
    person: {
      id: newId(),
      fullName: nameOf(record),
      active: true,
      managerId: null,
      costCenter: null,
      location: null,
      weeklyMinutesDefault: null,
      source: 'payfit' as const,
    },
  };
}
