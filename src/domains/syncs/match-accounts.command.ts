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
import type { SyncOutcome } from './sync-outcome.rules';

/** Accounts of one statement. */
const ACCOUNTS_AT_ONCE = 500;

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
  const { connection, runId, readBy, outcome } = context;
  const mirror = new ProviderRecordRepository(uow.trx, uow.organizationId, connection.id);
  const accounts = new SyncedAccountRepository(uow.trx, uow.organizationId, connection);
  const kinds = context.kinds.filter(isAccountKind);
  const request = { readBy, kinds };
  for (let after = ''; ;) {
    const owners = await mirror.pendingOwners({ ...request, after }, ACCOUNTS_AT_ONCE);
    const last = owners.at(-1);
    if (last === undefined) break;
    await saveAccounts(uow, await mirror.pendingOf({ ...request, owners }), { accounts, outcome });
    after = last;
  }
  await applyMatching(uow, { connectionId: connection.id, runId });
}

/** Halves what is refused until the account that is refused stands alone. */
async function saveAccounts(
  uow: UnitOfWork,
  records: readonly MirrorRecord[],
  to: { accounts: SyncedAccountRepository; outcome: SyncOutcome },
): Promise<void> {
  const [only] = records;
  if (only === undefined) return;
  try {
    await uow.attempt(() => to.accounts.save(records.map(accountFacts)));
  } catch (error) {
    const refusal = toDomainError(error);
    if (!(refusal instanceof DomainError) || refusal.code !== 'overlapping_span') throw error;
    if (records.length === 1) {
      to.outcome.failed(only, refusal.code, null);
      return;
    }
    const middle = Math.ceil(records.length / 2);
    await saveAccounts(uow, records.slice(0, middle), to);
    await saveAccounts(uow, records.slice(middle), to);
  }
}
