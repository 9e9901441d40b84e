/** Revokes an API token. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { findMemberRole } from '../members/find-member-role.query';
import { assertMayRevoke, seesAll } from './api-tokens.policy';
import { auditedApiToken } from './api-tokens.presenter';
import { ApiTokenRepository } from './api-tokens.repository';

/** It is good for nothing from the commit on. @throws DomainError not_found, also for somebody else's that the actor does not see, forbidden, stale_version */
export async function revokeApiToken(uow: UnitOfWork, id: string): Promise<void> {
  const tokens = new ApiTokenRepository(uow.trx, uow.organizationId);
  const before = await tokens.getForUpdate(id);
  const { userId } = before;
  if (userId !== uow.actor.userId && !seesAll(uow.actor))
    throw new DomainError('not_found', 'There is no such api token.');
  assertMayRevoke(uow.actor, { userId, role: await findMemberRole(uow, userId) });
  uow.checkMatch(before.version);
  await tokens.delete(before, uow.now);
  uow.audit({
    event: 'api_token.revoked',
    entityType: 'api_token',
    entityId: id,
    before: auditedApiToken(before),
    after: null,
  });
}
