/** One decision about one account, as v9 names them. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { invalidField } from '../../shared/domain-error';
import { createPersonFromAccount } from './create-people-from-accounts.command';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount } from './external-accounts.types';
import { ignoreAccount, rejectPair } from './ignore-account.command';
import { linkAccount } from './link-account.command';

export interface Resolution {
  accountId: string;
  action: 'link' | 'new' | 'ignore' | 'reject';
  /** Needed to link and to reject. */
  personId: string | null;
  reason: string | null;
}

/**
 * The account after it.
 * @throws DomainError reference_not_found, validation_failed without a person where one is needed, and as the decision's own command does
 */
export async function resolveAccount(
  uow: UnitOfWork,
  { accountId, action, personId, reason }: Resolution,
): Promise<ExternalAccount> {
  const accounts = new ExternalAccountRepository(uow.trx, uow.organizationId);
  await accounts.assertReference(accountId, '/external_account_id');
  switch (action) {
    case 'link':
      return linkAccount(uow, { accountId, personId: needed(personId, action), reason, method: 'manual' });
    case 'reject':
      return rejectPair(uow, { accountId, personId: needed(personId, action), reason });
    case 'new':
      return createPersonFromAccount(uow, accountId, { reason });
    case 'ignore':
      return ignoreAccount(uow, { accountId, reason });
  }
}

function needed(personId: string | null, action: string): string {
  if (personId !== null) return personId;
  throw invalidField('/person_id', 'required', `person_id is needed to ${action}`);
}
