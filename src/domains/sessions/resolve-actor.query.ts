/** Who a token's bearer is right now. */
import type { Actor } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import type { AccessClaims, CallerClaims } from '../../platform/access-tokens';
import type { Transaction } from '../../platform/database';
import { DomainError } from '../../shared/domain-error';
import { isUuid } from '../../shared/ids';
import { resolveTokenActor } from '../api-tokens/resolve-token-actor.query';
import { enterOrganization } from './enter-organization.query';

/**
 * Reads session, membership, user and organisation on each request (one statement, that of migration 0033), so that a
 * logout, an expired session, a changed role, a removed member or a deleted account counts at once and not when the token ends.
 * With `organizationId`, the actor is who the same user is in that organisation of theirs; in none of theirs, nothing changes.
 * An API token is good for its own organisation alone.
 * @throws DomainError unauthenticated
 */
export async function resolveActor(trx: Transaction, claims: CallerClaims, organizationId?: string): Promise<Actor> {
  if ('tokenId' in claims) return resolveTokenActor(trx, claims);
  const actor = await actorOf(trx, claims);
  return organizationId === undefined ? actor : enterOrganization(trx, actor, organizationId);
}

async function actorOf(trx: Transaction, { organizationId, sessionId, userId }: AccessClaims): Promise<Actor> {
  if (![organizationId, sessionId, userId].every(isUuid)) throw new Error('the ids of a token must be uuids');
  // Without bindings, so that it goes in one message with BEGIN (joined-begin.ts).
  const { rows } = await trx.raw<{ rows: { role: Role; person_id: string | null }[] }>(
    `select role, person_id from actor_of_session('${organizationId}', '${sessionId}', '${userId}')`,
  );
  const [row] = rows;
  if (row === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  return {
    kind: 'user',
    organizationId,
    userId,
    personId: row.person_id,
    role: row.role,
    sessionId,
  };
}
