/** Brings the accounts of a connection in line with what was read, and finds out who is who. */
import { toDomainError } from '../../platform/database-errors';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { isAccountKind } from '../integrations/sync-kinds.rules';
import type { ApplyContext } from './apply-batch.command';
import { SyncedAccountRepository } from './external-accounts.repository';
import { accountFacts } from './external-account-rows.rules';
import type { MirrorRecord } from './mirror-records.types';
import { ProviderRecordRepository } from './provider-records.repository';

/** Links and suggests; see identities. Idempotent: with the same data it writes nothing. */
export type ApplyMatching = (uow: UnitOfWork, run: { connectionId: string; runId: string }) => Promise<unknown>;

/**
 * Saves the accounts whose records changed, then matches. An account whose new dates collide with another link of its person is
 * left as it is, and counts as failed.
 */
export async function matchAccounts(
  uow: UnitOfWork,
  context: ApplyContext,
  applyMatching: ApplyMatching,
): Promise<void> {
  const { connection, runId, outcome } = context;
  const mirror = new ProviderRecordRepository(uow.trx, uow.organizationId, connection.id);
  const accounts = new SyncedAccountRepository(uow.trx, uow.organizationId, connection);
  const kinds = context.kinds.filter(isAccountKind);
  for (const record of await mirror.pendingOf({ runId, kinds, owners: null })) {
    const refusal = await refusalOf(uow, record, accounts);
    if (refusal !== null) outcome.failed(record, refusal, null);
  }
  await applyMatching(uow, { connectionId: connection.id, runId });
}

async function refusalOf(
  uow: UnitOfWork,
  record: MirrorRecord,
  accounts: SyncedAccountRepository,
): Promise<string | null> {
  try {
    await uow.attempt(() => accounts.save(accountFacts(record)));
    return null;
  } catch (error) {
    const refusal = toDomainError(error);
    if (refusal instanceof DomainError && refusal.code === 'overlapping_span') return refusal.code;
    throw error;
  }
}
