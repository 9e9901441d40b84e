/** One organisation of the caller's own. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { OrganizationRepository } from './organizations.repository';
import type { OwnOrganization } from './organizations.types';

/** @throws DomainError not_found */
export async function getOrganization(uow: UnitOfWork, id: string): Promise<OwnOrganization> {
  assertEntered(uow, id);
  return { ...(await new OrganizationRepository(uow.trx).get(id)), role: uow.actor.role };
}

/** Whoever is no member of the organisation that a path names did not enter it. @throws DomainError not_found */
export function assertEntered(uow: UnitOfWork, id: string): void {
  if (uow.organizationId !== id) throw new DomainError('not_found', 'There is no such organisation.');
}
