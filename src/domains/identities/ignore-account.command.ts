/** Says that an account is of nobody we plan, or that it is not this person's. */
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount } from './external-accounts.types';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { recordDecision } from './record-decision.command';

/**
 * The engine leaves the account alone from now on. Ignoring it again changes nothing.
 * @throws DomainError not_found, conflict while it is linked
 */
export async function ignoreAccount(
  uow: UnitOfWork,
  { accountId, reason }: { accountId: string; reason: string | null },
): Promise<ExternalAccount> {
  const before = await getUnlinked(uow, accountId);
  if (before.state === 'ignored') return before;
  await new IdentitySuggestionRepository(uow.trx, uow.organizationId).deleteOfAccounts([accountId]);
  const patch = { state: 'ignored' as const };
  return recordDecision(uow, before, {
    action: 'ignore',
    personId: null,
    reason,
    event: 'external_account.ignored',
    patch,
  });
}

/**
 * The pair is never suggested again; other suggestions of the account stay.
 * @throws DomainError not_found, reference_not_found, conflict while it is linked
 */
export async function rejectPair(
  uow: UnitOfWork,
  { accountId, personId, reason }: { accountId: string; personId: string; reason: string | null },
): Promise<ExternalAccount> {
  const before = await getUnlinked(uow, accountId);
  await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
  const suggestions = new IdentitySuggestionRepository(uow.trx, uow.organizationId);
  const suggested = await suggestions.ofAccounts([accountId]);
  await suggestions.deletePair(accountId, personId);
  const isLeft = suggested.some((one) => one.person_id !== personId);
  return recordDecision(uow, before, {
    action: 'reject',
    personId,
    reason,
    suggestion: suggested.find((one) => one.person_id === personId),
    event: 'external_account.match_rejected',
    patch: { state: before.state === 'suggested' && !isLeft ? 'new' : before.state },
  });
}

async function getUnlinked(uow: UnitOfWork, accountId: string): Promise<ExternalAccount> {
  const account = await new ExternalAccountRepository(uow.trx, uow.organizationId).getForUpdate(accountId);
  if (account.state !== 'linked') return account;
  throw new DomainError('conflict', 'The account is linked; unlink it first.', { person_id: account.personId });
}
