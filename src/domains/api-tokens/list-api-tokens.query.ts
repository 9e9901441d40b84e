/** The API tokens that somebody may know of. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { seesAll } from './api-tokens.policy';
import { ApiTokenRepository } from './api-tokens.repository';
import type { ApiToken } from './api-tokens.types';

/** One page, in the order in which they were made; `userId` narrows it to one maker. */
export async function listApiTokens(
  uow: UnitOfWork,
  request: PageRequest,
  { userId }: { userId: string | undefined },
): Promise<Page<ApiToken>> {
  return new ApiTokenRepository(uow.trx, uow.organizationId).list(request, (rows) => {
    if (!seesAll(uow.actor)) rows.where('user_id', uow.actor.userId ?? '');
    if (userId !== undefined) rows.where('user_id', userId);
  });
}
