/** Accounts as they are listed. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { AUDITED_SQL } from './audited-accounts.rules';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { AccountState, ExternalAccount } from './external-accounts.types';

export interface AccountFilter {
  /** Key of the provider. */
  provider: string | undefined;
  state: AccountState | undefined;
  /** True: nobody's accounts only; false: somebody's only. */
  unlinked: boolean | undefined;
  personId: string | undefined;
  /** True: only those whose decision by the engine a person is asked to look at (a random 2 %). */
  toAudit: boolean | undefined;
}

/** One page in id order. */
export async function listExternalAccounts(
  uow: UnitOfWork,
  page: PageRequest,
  { provider, state, unlinked, personId, toAudit }: AccountFilter,
): Promise<Page<ExternalAccount>> {
  return new ExternalAccountRepository(uow.trx, uow.organizationId).list(page, (rows) => {
    if (provider !== undefined) rows.where('provider', provider);
    if (state !== undefined) rows.where('state', state);
    if (personId !== undefined) rows.where('person_id', personId);
    if (toAudit === true) rows.whereRaw(AUDITED_SQL);
    if (toAudit === false) rows.whereRaw(`not (${AUDITED_SQL})`);
    if (unlinked === true) rows.whereNull('person_id');
    if (unlinked === false) rows.whereNotNull('person_id');
  });
}
