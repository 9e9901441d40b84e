/** Changes what a member may do, who they are, or whether they may enter. */
import type { Role } from '../../access/role-grants';
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { lockOrganization } from '../organizations/lock-organization.command';
import { assertOwnerStays } from './assert-owner-stays.query';
import { endAccess } from './end-access.command';
import { assertMayDecideAbout } from './members.policy';
import { auditedMember } from './members.presenter';
import { MemberRepository } from './members.repository';
import { memberState } from './members.rules';
import type { Member, MemberState } from './members.types';

export interface MemberChange {
  role?: Role | undefined;
  personId?: string | null | undefined;
  state?: MemberState | undefined;
}

/**
 * Who is deactivated is out at once, with every session and API token of theirs; made active again they sign in anew.
 * @throws DomainError reference_not_found, not_found, forbidden, stale_version, last_owner, conflict, duplicate
 */
export async function updateMember(uow: UnitOfWork, id: string, change: MemberChange): Promise<Member> {
  await assertReferences(uow, 'people', [{ id: change.personId, pointer: '/person_id' }]);
  await lockOrganization(uow);
  const members = new MemberRepository(uow.trx, uow.organizationId);
  const before = await members.getForUpdate(id);
  assertMayDecideAbout(uow.actor, [before.role, change.role ?? before.role]);
  uow.checkMatch(before.version);
  const fields = {
    role: change.role ?? before.role,
    personId: change.personId === undefined ? before.personId : change.personId,
    deactivatedAt: deactivationOf(before, change.state, uow.now),
  };
  await assertOwnerStays(members, before, { ...before, ...fields });
  await members.assertPersonIsFree(fields.personId, id);
  const after = await members.update(before, fields, []);
  if (after.deactivatedAt !== null) await endAccess(uow, after.userId);
  const facts = { entityType: 'member', entityId: id };
  uow.audit({ event: 'member.updated', ...facts, before: auditedMember(before), after: auditedMember(after) });
  uow.emit({ type: 'member.updated', ...facts, version: after.version });
  return after;
}

function deactivationOf(before: Member, state: MemberState | undefined, now: Date): Date | null {
  const current = memberState(before);
  if (state === undefined || state === 'invited' || state === current) return before.deactivatedAt;
  if (current === 'invited') throw new DomainError('conflict', 'Who is invited has to accept first.');
  return state === 'deactivated' ? now : null;
}
