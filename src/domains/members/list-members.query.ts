/** Who belongs to the organisation, and who is invited. */
import type { Role } from '../../access/role-grants';
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { MemberRepository } from './members.repository';
import type { Member, MemberState } from './members.types';

/** One page, in the order in which they were invited. */
export async function listMembers(
  uow: UnitOfWork,
  request: PageRequest,
  { state, role }: { state?: MemberState | undefined; role?: Role | undefined },
): Promise<Page<Member>> {
  return new MemberRepository(uow.trx, uow.organizationId).list(request, (rows) => {
    if (state !== undefined) MemberRepository.inState(rows, state);
    if (role !== undefined) rows.where('role', role);
  });
}
