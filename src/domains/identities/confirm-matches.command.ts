/** Confirms many suggestions at once, each for itself. */
import { toDomainError } from '../../platform/database-errors';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ExternalAccountRepository } from './external-accounts.repository';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { linkAccount } from './link-account.command';

export interface ConfirmResult {
  index: number;
  status: 'linked' | 'failed';
  /** The account. */
  id: string;
  personId: string | null;
  problem?: DomainError;
}

/** Links each account to the named person, or to the best suggestion where none is named. Repeating it changes nothing. */
export async function confirmMatches(
  uow: UnitOfWork,
  { items, reason }: { items: readonly { accountId: string; personId: string | undefined }[]; reason: string | null },
): Promise<ConfirmResult[]> {
  const accountIds = items.map(({ accountId }) => accountId);
  const suggestions = await new IdentitySuggestionRepository(uow.trx, uow.organizationId).ofAccounts(accountIds);
  const best = new Map(suggestions.filter(({ rank }) => rank === 1).map((one) => [one.external_account_id, one]));
  const results: ConfirmResult[] = [];
  for (const [index, { accountId, personId = best.get(accountId)?.person_id }] of items.entries()) {
    results.push(await confirm(uow, index, { accountId, personId, reason }));
  }
  return results;
}

async function confirm(
  uow: UnitOfWork,
  index: number,
  { accountId, personId, reason }: { accountId: string; personId: string | undefined; reason: string | null },
): Promise<ConfirmResult> {
  const accounts = new ExternalAccountRepository(uow.trx, uow.organizationId);
  try {
    await accounts.assertReference(accountId, `/items/${String(index)}/external_account_id`);
    if (personId === undefined) throw new DomainError('conflict', 'Nobody is suggested for this account.');
    await uow.attempt(() => linkAccount(uow, { accountId, personId, reason, method: 'manual' }));
    return { index, status: 'linked', id: accountId, personId };
  } catch (error) {
    const problem = toDomainError(error);
    if (!(problem instanceof DomainError)) throw error;
    return { index, status: 'failed', id: accountId, personId: personId ?? null, problem };
  }
}
