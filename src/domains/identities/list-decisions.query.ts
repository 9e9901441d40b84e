/** The log of decisions as it is listed. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IdentityDecision } from './external-accounts.types';
import { IdentityDecisionRepository } from './identity-decisions.repository';

/** One page, newest first. */
export async function listDecisions(
  uow: UnitOfWork,
  page: { page: number; pageSize: number },
  filter: { accountId: string | undefined; personId: string | undefined },
): Promise<{ items: IdentityDecision[]; total: number }> {
  return new IdentityDecisionRepository(uow.trx, uow.organizationId).page(page, filter);
}
