/** Lets changes that must know each other happen one after the other: of who belongs to an organisation, of what it may have so many of. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { OrganizationRepository } from './organizations.repository';

/** Locks the organisation for the rest of the transaction; its records can be written all the same. @throws DomainError not_found */
export async function lockOrganization(uow: UnitOfWork): Promise<void> {
  await new OrganizationRepository(uow.trx).getForUpdate(uow.organizationId);
}
