/** An organisation keeps an owner who can enter. */
import { DomainError } from '../../shared/domain-error';
import type { MemberRepository } from './members.repository';
import { isActiveOwner } from './members.rules';
import type { Member } from './members.types';

/** Call it with the organisation locked: two owners who leave at once then take turns. `after` is null for who goes. @throws DomainError last_owner */
export async function assertOwnerStays(members: MemberRepository, before: Member, after: Member | null): Promise<void> {
  if (!isActiveOwner(before) || (after !== null && isActiveOwner(after))) return;
  if (await members.hasOtherActiveOwner(before.id)) return;
  throw new DomainError('last_owner', 'An organisation keeps an owner; make somebody else one first.');
}
