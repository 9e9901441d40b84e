/** Who an API token acts for right now. */
import type { Actor } from '../../access/actor';
import type { ApiTokenClaims } from '../../access/api-token';
import type { Transaction } from '../../platform/database';
import { DomainError } from '../../shared/domain-error';
import { ApiTokenRepository } from './api-tokens.repository';

/**
 * Its maker, with the role they have now, narrowed to the token's scopes. Read on each request, as for sessions: a revoked token, a
 * removed member and a changed role count at once. @throws DomainError unauthenticated
 */
export async function resolveTokenActor(trx: Transaction, claims: ApiTokenClaims): Promise<Actor> {
  const { organizationId } = claims;
  const holder = await new ApiTokenRepository(trx, organizationId).findHolder(claims);
  if (holder === undefined) throw new DomainError('unauthenticated', 'This API token is not valid, or not any more.');
  return { kind: 'token', organizationId, sessionId: null, ...holder };
}
