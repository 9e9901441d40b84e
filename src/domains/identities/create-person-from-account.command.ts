/** Makes a person out of an account that is nobody's yet. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { createPerson } from '../people/create-person.command';
import { personSources } from '../people/people.types';
import { profileOf } from './account-profile.rules';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount } from './external-accounts.types';
import { linkAccount } from './link-account.command';

/**
 * The account, linked to a new person with the provider's name, addresses and number. Who decides is the actor: nobody in a sync.
 * @throws DomainError not_found, conflict when it is linked or its profile has no name
 */
export async function createPersonFromAccount(
  uow: UnitOfWork,
  accountId: string,
  { reason = null, runId = null }: { reason?: string | null; runId?: string | null } = {},
): Promise<ExternalAccount> {
  const account = await new ExternalAccountRepository(uow.trx, uow.organizationId).getForUpdate(accountId);
  if (account.state === 'linked') {
    throw new DomainError('conflict', 'The account is linked; unlink it first.', { person_id: account.personId });
  }
  const { fullName, emails, matricule } = profileOf(account);
  if (fullName.trim() === '') throw new DomainError('conflict', 'The profile of the account has no name.');
  const { id: personId } = await createPerson(uow, {
    fullName: fullName.trim().slice(0, 200),
    active: account.active,
    source: personSources.find((source) => source === account.provider) ?? 'import',
    emails,
    matricule,
  });
  return linkAccount(uow, { accountId, personId, reason, runId, method: 'created' });
}
