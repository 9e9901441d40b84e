/** Accounts as they are listed. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { AccountState, ExternalAccount } from './external-accounts.types';

export interface AccountFilter {
  /** Key of the provider. */
  provider: string | undefined;
  state: AccountState | undefined;
  /** True: nobody's accounts only; false: somebody's only. */
  unlinked: boolean | undefined;
  personId: string | undefined;
}

/** One page in id order. */
export async function listExternalAccounts(
  uow: UnitOfWork,
  page: PageRequest,
  { provider, state, unlinked, personId }: AccountFilter,
): Promise<Page<ExternalAccount>> {
  return new ExternalAccountRepository(uow.trx, uow.organizationId).list(page, (rows) => {
    if (provider !== undefined) rows.where('provider', provider);
    if (state !== undefined) rows.where('state', state);
    if (personId !== undefined) rows.where('person_id', personId);
    if (unlinked === true) rows.whereNull('person_id');
    if (unlinked === false) rows.whereNotNull('person_id');
  });
}
