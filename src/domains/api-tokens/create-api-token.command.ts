/** Makes an API token for the actor. */
import { hashOfApiToken, newApiToken } from '../../access/api-token';
import type { TokenScope } from '../../access/token-scopes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, invalidField } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { auditedApiToken } from './api-tokens.presenter';
import { ApiTokenRepository } from './api-tokens.repository';
import type { ApiToken } from './api-tokens.types';

/** The token, and its text, which nobody can find out afterwards. @throws DomainError validation_failed, forbidden for anybody but a signed-in user */
export async function createApiToken(
  uow: UnitOfWork,
  { name, scopes, expiresAt }: { name: string; scopes: readonly TokenScope[]; expiresAt: Date | null },
): Promise<{ token: ApiToken; secret: string }> {
  const { userId, kind } = uow.actor;
  if (userId === null || kind !== 'user') throw new DomainError('forbidden', 'Only a signed-in user makes tokens.');
  if (expiresAt !== null && expiresAt <= uow.now)
    throw invalidField('/expires_at', 'in_the_past', 'expires_at has passed already');
  const id = newId();
  const secret = newApiToken(uow.organizationId, id);
  const facts = { id, userId, name, expiresAt, lastUsedAt: null, secretHash: hashOfApiToken(secret) };
  const tokens = new ApiTokenRepository(uow.trx, uow.organizationId);
  const token = await tokens.insert({ ...facts, scopes: [...new Set(scopes)] });
  uow.audit({
    event: 'api_token.created',
    entityType: 'api_token',
    entityId: id,
    before: null,
    after: auditedApiToken(token),
  });
  return { token, secret };
}
