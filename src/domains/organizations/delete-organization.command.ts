/** Gives an organisation up. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { endSessions } from '../sessions/end-sessions.command';
import { assertEntered } from './get-organization.query';
import { OrganizationRepository } from './organizations.repository';

/**
 * Nobody can enter it any more and every session in it ends; its records stay, so that it can be given back.
 * @throws DomainError not_found, stale_version
 */
export async function deleteOrganization(uow: UnitOfWork, id: string): Promise<void> {
  assertEntered(uow, id);
  const organizations = new OrganizationRepository(uow.trx);
  const before = await organizations.getForUpdate(id);
  uow.checkMatch(before.version);
  const after = await organizations.delete(id, uow.now);
  await endSessions(uow, 'everybody');
  const facts = { entityType: 'organization', entityId: id };
  uow.audit({ event: 'organization.deleted', ...facts, before, after: null });
  uow.emit({ type: 'organization.deleted', ...facts, version: after.version });
}
