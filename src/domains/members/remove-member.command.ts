/** Removes a member, or takes an invitation back. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { lockOrganization } from '../organizations/lock-organization.command';
import { assertOwnerStays } from './assert-owner-stays.query';
import { endAccess } from './end-access.command';
import { assertMayDecideAbout } from './members.policy';
import { auditedMember } from './members.presenter';
import { MemberRepository } from './members.repository';

/**
 * They are out at once, with every session and API token of theirs; their account and other organisations stay.
 * @throws DomainError not_found, forbidden, stale_version, last_owner
 */
export async function removeMember(uow: UnitOfWork, id: string): Promise<void> {
  await lockOrganization(uow);
  const members = new MemberRepository(uow.trx, uow.organizationId);
  const before = await members.getForUpdate(id);
  assertMayDecideAbout(uow.actor, [before.role]);
  uow.checkMatch(before.version);
  await assertOwnerStays(members, before, null);
  const after = await members.delete(before, uow.now);
  await endAccess(uow, before.userId);
  const facts = { entityType: 'member', entityId: id };
  uow.audit({ event: 'member.removed', ...facts, before: auditedMember(before), after: null });
  uow.emit({ type: 'member.removed', ...facts, version: after.version });
}
