/** Invites somebody into the organisation, or invites them again. */
import type { Role } from '../../access/role-grants';
import { hashOfToken, type DerivedTokens } from '../../platform/derived-tokens';
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { lockOrganization } from '../organizations/lock-organization.command';
import { assertMayDecideAbout } from './members.policy';
import { auditedMember } from './members.presenter';
import { MemberRepository } from './members.repository';
import { INVITATION_LIFETIME_MS, invitationSubject, invitationUrl, memberState } from './members.rules';
import type { Member } from './members.types';

export interface InvitationDeps {
  linkTokens: DerivedTokens;
  appUrl: string;
}

/** A member as invited, with the link that the mail will hold too. */
export interface Invited {
  member: Member;
  url: string;
}

/**
 * The link also goes by mail. Who was invited and let the invitation expire is invited anew, with another link.
 * @throws DomainError reference_not_found, forbidden, duplicate for a member or somebody with an open invitation
 */
export async function inviteMember(
  uow: UnitOfWork,
  deps: InvitationDeps,
  { email, role, personId }: { email: string; role: Role; personId: string | null },
): Promise<Invited> {
  await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
  assertMayDecideAbout(uow.actor, [role]);
  await lockOrganization(uow);
  const members = new MemberRepository(uow.trx, uow.organizationId);
  const known = await members.findByEmail(email);
  if (known !== undefined) assertMayBeInvitedAgain(uow, known);
  const id = known?.id ?? newId();
  await members.assertPersonIsFree(personId, id);
  const { url, columns } = newLink(uow, deps, id);
  const facts = { ...columns, role, personId, invitedEmail: email, invitedBy: uow.actor.userId };
  const member =
    known === undefined
      ? await members.insert({ id, userId: null, lastEnteredAt: null, deactivatedAt: null, ...facts })
      : await members.update(known, facts, []);
  return recordInvitation(uow, { before: known ?? null, member, url });
}

/** A new link for somebody who has not joined; the one before it opens nothing any more. @throws DomainError not_found, forbidden, stale_version, conflict */
export async function resendInvitation(uow: UnitOfWork, deps: InvitationDeps, id: string): Promise<Invited> {
  await lockOrganization(uow);
  const members = new MemberRepository(uow.trx, uow.organizationId);
  const before = await members.getForUpdate(id);
  assertMayDecideAbout(uow.actor, [before.role]);
  uow.checkMatch(before.version);
  if (memberState(before) !== 'invited') throw new DomainError('conflict', 'This member has joined already.');
  const { url, columns } = newLink(uow, deps, id);
  const member = await members.update(before, { ...columns, invitedBy: uow.actor.userId }, []);
  return recordInvitation(uow, { before, member, url });
}

function assertMayBeInvitedAgain(uow: UnitOfWork, known: Member): void {
  const isOpen = known.invitationExpiresAt !== null && known.invitationExpiresAt > uow.now;
  if (memberState(known) === 'invited' && !isOpen) return assertMayDecideAbout(uow.actor, [known.role]);
  const message = isOpen ? 'This address has an open invitation.' : 'This address belongs to a member.';
  throw new DomainError('duplicate', message, { member_id: known.id });
}

function newLink(uow: UnitOfWork, { linkTokens, appUrl }: InvitationDeps, memberId: string) {
  const invitationExpiresAt = new Date(uow.now.getTime() + INVITATION_LIFETIME_MS);
  const token = linkTokens.derive(invitationSubject(memberId, invitationExpiresAt));
  return {
    url: invitationUrl(appUrl, token),
    columns: { invitationHash: hashOfToken(token), invitationExpiresAt },
  };
}

function recordInvitation(uow: UnitOfWork, invited: Invited & { before: Member | null }): Invited {
  const { before, member, url } = invited;
  const facts = { entityType: 'member', entityId: member.id };
  uow.audit({
    event: 'member.invited',
    ...facts,
    before: before === null ? null : auditedMember(before),
    after: auditedMember(member),
  });
  uow.emit({ type: 'member.invited', ...facts, version: member.version });
  return { member, url };
}
