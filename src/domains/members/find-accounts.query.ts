/** The accounts behind members, for showing them. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { MemberRepository } from './members.repository';
import type { Member, MemberAccount } from './members.types';

/** By user id, read at once; who is only invited has none. */
export async function findAccounts(
  uow: UnitOfWork,
  members: readonly Member[],
): Promise<ReadonlyMap<string | null, MemberAccount>> {
  return new MemberRepository(uow.trx, uow.organizationId).accountsOf(members);
}
