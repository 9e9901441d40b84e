/** Revokes what a user's programs enter an organisation with. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ApiTokenRepository } from './api-tokens.repository';

/** Every API token of the user in this organisation, each with its entry in the audit log. Idempotent. */
export async function revokeTokensOf(uow: UnitOfWork, userId: string): Promise<void> {
  const ids = await new ApiTokenRepository(uow.trx, uow.organizationId).revokeAllOf(userId, uow.now);
  for (const entityId of ids) {
    uow.audit({ event: 'api_token.revoked', entityType: 'api_token', entityId, before: { userId }, after: null });
  }
}
