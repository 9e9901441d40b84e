/** Delegations as somebody may see them. */
import { isAtLeast } from '../../access/role-grants';
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { maySeeDelegation } from './approvals.policy';
import type { Delegation } from './approvals.types';
import { DelegationRepository } from './delegations.repository';

/** By their start: all for admins, for others those they gave or were given. */
export async function listDelegations(uow: UnitOfWork, page: PageRequest): Promise<Page<Delegation>> {
  const { role, userId } = uow.actor;
  return new DelegationRepository(uow.trx, uow.organizationId).list(page, (rows) => {
    if (isAtLeast(role, 'admin')) return;
    rows.where((either) => {
      void either.where('from_user_id', userId ?? '').orWhere('to_user_id', userId ?? '');
    });
  });
}

/** @throws DomainError not_found, forbidden */
export async function getDelegation(uow: UnitOfWork, id: string): Promise<Delegation> {
  const delegation = await new DelegationRepository(uow.trx, uow.organizationId).get(id);
  if (maySeeDelegation(uow.actor, delegation)) return delegation;
  throw new DomainError('forbidden', 'This delegation is not yours.');
}
