/** Applies what is pending of a few accounts: the person, then what depends on them. One call is one transaction's worth. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { lockPeople } from '../capacity/lock-people.command';
import { createPeopleFromAccounts } from '../identities/create-people-from-accounts.command';
import type { VisibleConnection } from '../integrations/hold-connection.query';
import type { RecordKind } from '../integrations/provider-records.types';
import { makesPeople } from '../integrations/sync-kinds.rules';
import { applyPlans } from './apply-plans.command';
import type { RecordPlan } from './apply.types';
import { SyncedAccountRepository, type SyncedAccount } from './external-accounts.repository';
import { linkManagers } from './link-managers.command';
import { planAbsences, registerAbsenceTypes } from './plan-absences.command';
import { planContracts } from './plan-contracts.command';
import { planDeclarations } from './plan-declarations.command';
import { planPeople } from './plan-people.command';
import { planProjects, planTasks } from './plan-projects.command';
import type { MirrorRecord } from './mirror-records.types';
import { ProviderRecordRepository } from './provider-records.repository';
import { planFailure, planSettled } from './record-plans.rules';
import type { SyncOutcome } from './sync-outcome.rules';

export interface ApplyContext {
  connection: VisibleConnection;
  runId: string;
  /** The run whose reading is applied; null = all that was ever read. */
  readBy: string | null;
  kinds: readonly RecordKind[];
  outcome: SyncOutcome;
}

/** Accounts of one transaction. Their people are locked together. */
const ACCOUNTS_AT_ONCE = 20;

/**
 * The next accounts with something pending, after `after` (null = records of no account, such as projects, come first).
 * Answers the last one done, or null when none is left and everybody has their manager.
 */
export async function applyBatch(uow: UnitOfWork, context: ApplyContext, after: string | null): Promise<string | null> {
  const mirror = new ProviderRecordRepository(uow.trx, uow.organizationId, context.connection.id);
  if (after === null) {
    await applyOwnerless(uow, context, mirror);
    return '';
  }
  const { readBy, kinds } = context;
  const owners = await mirror.pendingOwners({ readBy, kinds, after }, ACCOUNTS_AT_ONCE);
  const last = owners.at(-1);
  if (last === undefined) return (await linkManagers(uow, context)) ? after : null;
  await applyOwners(uow, context, { mirror, owners });
  return last;
}

async function applyOwnerless(uow: UnitOfWork, context: ApplyContext, mirror: ProviderRecordRepository): Promise<void> {
  const records = await mirror.pendingOf({ readBy: context.readBy, kinds: context.kinds, owners: [] });
  context.outcome.meets(records);
  const target = { mirror, outcome: context.outcome };
  await applyPlans(uow, target, await planProjects(uow, mirror, ofKind(records, ['project'])));
  await applyPlans(uow, target, planTasks(ofKind(records, ['task'])));
  const orphans = records.filter(({ kind }) => kind !== 'project' && kind !== 'task');
  await applyPlans(
    uow,
    target,
    orphans.map((record) => planFailure(record, 'owner_unknown')),
  );
}

async function applyOwners(
  uow: UnitOfWork,
  context: ApplyContext,
  { mirror, owners }: { mirror: ProviderRecordRepository; owners: readonly string[] },
): Promise<void> {
  const { readBy, kinds, outcome, connection } = context;
  const accounts = new SyncedAccountRepository(uow.trx, uow.organizationId, connection);
  const linked = await withNewPeople(uow, context, { accounts, owners });
  const personOf = (account: string): string | undefined => linked.get(account)?.personId ?? undefined;
  await lockPeople(
    uow,
    owners.map(personOf).filter((id) => id !== undefined),
  );
  const pending = await mirror.pendingOf({ readBy, kinds, owners });
  const known = pending.filter((record) => personOf(record.ownerExternalId ?? '') !== undefined);
  outcome.meets(pending);
  outcome.waits(pending.length - known.length);
  await registerAbsenceTypes(uow, connection, ofKind(pending, ['absence', 'leave_period']));
  for (const plan of planners(uow, context, { mirror, personOf, known })) {
    await applyPlans(uow, { mirror, outcome }, await plan());
  }
}

/** Payroll's accounts that are nobody's and undecided become people. Matching came first: whoever may be somebody here is suggested, and waits. */
async function withNewPeople(
  uow: UnitOfWork,
  { connection, runId }: ApplyContext,
  { accounts, owners }: { accounts: SyncedAccountRepository; owners: readonly string[] },
): Promise<Map<string, SyncedAccount>> {
  const known = await accounts.byExternalIds(owners);
  if (!makesPeople(connection.provider)) return known;
  const fresh = [...known.values()].filter(({ state }) => state === 'new').map(({ id }) => id);
  if (fresh.length === 0) return known;
  await createPeopleFromAccounts(uow, { accountIds: fresh, runId });
  return accounts.byExternalIds(owners);
}

/** In the order things depend on each other: nobody has leave before they have days. */
function planners(
  uow: UnitOfWork,
  { connection }: ApplyContext,
  of: {
    mirror: ProviderRecordRepository;
    personOf: (account: string) => string | undefined;
    known: readonly MirrorRecord[];
  },
): (() => Promise<RecordPlan[]>)[] {
  const { mirror, personOf, known } = of;
  const contracts = ofKind(known, ['contract']);
  const today = uow.now.toISOString().slice(0, 10);
  return [
    () => planPeople(uow, { provider: connection.provider, personOf }, ofKind(known, ['collaborator', 'user'])),
    async () => planContracts(uow, { today, personOf, ...(await mirror.aroundContracts(contracts)) }, contracts),
    () => planAbsences(uow, { connection, personOf }, ofKind(known, ['absence', 'leave_period'])),
    () => planDeclarations(uow, { mirror, personOf }, ofKind(known, ['declaration'])),
    // Vouchers are read from the mirror by whoever reconciles them.
    () => Promise.resolve(ofKind(known, ['meal_vouchers']).map((record) => planSettled(record, null))),
  ];
}

function ofKind(records: readonly MirrorRecord[], kinds: readonly RecordKind[]): MirrorRecord[] {
  return records.filter((record) => kinds.includes(record.kind));
}
