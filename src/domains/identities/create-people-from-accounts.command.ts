/** Makes people out of accounts that are nobody's yet: one by somebody's decision, many by a sync of payroll. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { createPeople } from '../people/create-people.command';
import { personSources } from '../people/people.types';
import { profileOf } from './account-profile.rules';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount } from './external-accounts.types';
import { holdConnectionsOf } from './apply-records-of.command';
import { linkAccount } from './link-account.command';
import { linkAccounts } from './link-accounts.command';

/**
 * The account, linked to a new person with the provider's name, addresses and number. Who decides is the actor.
 * @throws DomainError not_found, conflict when it is linked or its profile has no name
 */
export async function createPersonFromAccount(
  uow: UnitOfWork,
  accountId: string,
  { reason }: { reason: string | null },
): Promise<ExternalAccount> {
  await holdConnectionsOf(uow, [accountId]);
  const account = await new ExternalAccountRepository(uow.trx, uow.organizationId).getForUpdate(accountId);
  if (account.state === 'linked') {
    throw new DomainError('conflict', 'The account is linked; unlink it first.', { person_id: account.personId });
  }
  if (nameOf(account) === '') throw new DomainError('conflict', 'The profile of the account has no name.');
  const [personId = ''] = await createPeople(uow, [personOf(account)]);
  return linkAccount(uow, { accountId, personId, reason, method: 'created' });
}

/**
 * Makes a person of each of these accounts that is new, active and undecided, and links it; the others are passed over. One
 * without a name is called by its id until somebody says better. Idempotent: an account is linked once.
 */
export async function createPeopleFromAccounts(
  uow: UnitOfWork,
  { accountIds, runId }: { accountIds: readonly string[]; runId: string },
): Promise<void> {
  const accounts = new ExternalAccountRepository(uow.trx, uow.organizationId);
  const undecided = await accounts.undecided(accountIds);
  if (undecided.size === 0) return;
  const locked = [...(await accounts.lockMany([...undecided])).values()];
  const made = locked.filter(({ state, active }) => state === 'new' && active);
  const personIds = await createPeople(uow, made.map(personOf));
  const requests = made.map(({ id: accountId }, index) => ({
    accountId,
    personId: personIds[index] ?? '',
    reason: null,
    runId,
    method: 'created' as const,
  }));
  for (const result of await linkAccounts(uow, requests)) if ('problem' in result) throw result.problem;
}

function personOf(account: ExternalAccount) {
  const { emails, matricule } = profileOf(account);
  const name = nameOf(account);
  return {
    fullName: (name === '' ? account.externalUserId : name).slice(0, 200),
    active: account.active,
    source: personSources.find((source) => source === account.provider) ?? ('import' as const),
    emails,
    matricule,
  };
}

function nameOf(account: ExternalAccount): string {
  return profileOf(account).fullName.trim();
}
