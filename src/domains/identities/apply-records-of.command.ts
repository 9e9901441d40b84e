/** What was read of an account is taken into the plan once it is somebody's: without this it would wait for the next sync. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { lockConnection } from '../integrations/hold-connection.query';
import { makesPeople } from '../integrations/sync-kinds.rules';
import { requestApply } from '../syncs/request-apply.command';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount } from './external-accounts.types';

/** Keeps syncs of these accounts' connections out until the transaction ends. Take it before the accounts: syncs do. */
export async function holdConnectionsOf(uow: UnitOfWork, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  const known = await new ExternalAccountRepository(uow.trx, uow.organizationId).findMany(accountIds);
  for (const connectionId of connectionsOf(known)) await lockConnection(uow, connectionId);
}

/** Asks for a run of each connection that has read of these accounts what the plan has not. */
export async function applyRecordsOf(uow: UnitOfWork, accounts: readonly ExternalAccount[]): Promise<void> {
  for (const connectionId of connectionsOf(accounts)) {
    const owners = accounts.filter((one) => one.connectionId === connectionId).map((one) => one.externalUserId);
    await requestApply(uow, { connectionId, trigger: 'user', onlyFor: owners });
  }
}

/** Payroll's first, then by id: the order in which the end of its syncs, and an erasure, take them. */
function connectionsOf(accounts: readonly ExternalAccount[]): string[] {
  const idsOf = (ofPayroll: boolean): string[] =>
    accounts.filter(({ provider }) => makesPeople(provider) === ofPayroll).map((one) => one.connectionId);
  return [...new Set([...idsOf(true).sort(), ...idsOf(false).sort()])];
}
