/** The organisations of whoever is signed in. */
import type { Page, PageRequest } from '../../platform/record-repository';
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { OrganizationRepository } from './organizations.repository';
import type { OwnOrganization } from './organizations.types';

/** By name. Looks across organisations, at the memberships of this user alone. */
export async function listOwnOrganizations(uow: UnitOfWork, request: PageRequest): Promise<Page<OwnOrganization>> {
  await enterSystemScope(uow.trx, 'login');
  return new OrganizationRepository(uow.trx).listOfUser(uow.actor.userId ?? '', request);
}
