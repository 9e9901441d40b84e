/** Confirms many suggestions at once, each for itself. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, referenceNotFound } from '../../shared/domain-error';
import { ExternalAccountRepository } from './external-accounts.repository';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { linkAccounts, type LinkResult } from './link-accounts.command';

export interface ConfirmResult {
  index: number;
  status: 'linked' | 'failed';
  /** The account. */
  id: string;
  personId: string | null;
  problem?: DomainError;
}

/**
 * Links each account to the named person, or to the best suggestion where none is named; all in a few statements. Repeating it
 * changes nothing.
 */
export async function confirmMatches(
  uow: UnitOfWork,
  { items, reason }: { items: readonly { accountId: string; personId: string | undefined }[]; reason: string | null },
): Promise<ConfirmResult[]> {
  const accountIds = items.map(({ accountId }) => accountId);
  const suggestions = await new IdentitySuggestionRepository(uow.trx, uow.organizationId).ofAccounts(accountIds);
  const best = new Map(suggestions.filter(({ rank }) => rank === 1).map((one) => [one.external_account_id, one]));
  const pairs = items.map(({ accountId, personId }, index) => ({
    index,
    accountId,
    personId: personId ?? best.get(accountId)?.person_id,
  }));
  const named = pairs.flatMap(({ index, accountId, personId }) =>
    personId === undefined ? [] : [{ index, accountId, personId, reason, method: 'manual' as const }],
  );
  const linked = await linkAccounts(uow, named);
  const results = new Map(named.map(({ index }, place) => [index, linked[place]]));
  const known = await new ExternalAccountRepository(uow.trx, uow.organizationId).findMany(accountIds);
  const accounts = new Set(known.map(({ id }) => id));
  return pairs.map((pair) => resultOf(pair, results.get(pair.index), accounts.has(pair.accountId)));
}

function resultOf(
  { index, accountId: id, personId = null }: { index: number; accountId: string; personId: string | null | undefined },
  result: LinkResult | undefined,
  isAccount: boolean,
): ConfirmResult {
  const failed = (problem: DomainError): ConfirmResult => ({ index, status: 'failed', id, personId, problem });
  const item = `/items/${String(index)}`;
  if (!isAccount) return failed(referenceNotFound(`${item}/external_account_id`));
  if (result === undefined) return failed(new DomainError('conflict', 'Nobody is suggested for this account.'));
  if (!('problem' in result)) return { index, status: 'linked', id, personId };
  // Of the two references of an item the account is known by now, so the unknown one is the person.
  const isUnknownPerson = result.problem.code === 'reference_not_found';
  return failed(isUnknownPerson ? referenceNotFound(`${item}/person_id`) : result.problem);
}
