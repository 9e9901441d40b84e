/** Ties an account to a person. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { ExternalAccount } from './external-accounts.types';
import { linkAccounts } from './link-accounts.command';
import type { LinkRequest } from './link-refusals.rules';

/**
 * The linked account; what was suggested is kept with it, so that unlinking restores it. Linking again to the same person
 * changes nothing.
 * @throws DomainError not_found, reference_not_found, conflict when it is somebody else's, overlapping_span when the person has
 * another account of this provider in that time
 */
export async function linkAccount(uow: UnitOfWork, request: LinkRequest): Promise<ExternalAccount> {
  const [result] = await linkAccounts(uow, [request]);
  if (result === undefined) throw new Error('a link has a result');
  if ('problem' in result) throw result.problem;
  return result.account;
}
