/** One member. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { MemberRepository } from './members.repository';
import type { Member } from './members.types';

/** @throws DomainError not_found */
export async function getMember(uow: UnitOfWork, id: string): Promise<Member> {
  return new MemberRepository(uow.trx, uow.organizationId).get(id);
}
