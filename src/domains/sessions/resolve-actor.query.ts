/** Who a token's bearer is right now. */
import type { Actor } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import type { AccessClaims, CallerClaims } from '../../platform/access-tokens';
import type { Transaction } from '../../platform/database';
import { DomainError } from '../../shared/domain-error';
import { resolveTokenActor } from '../api-tokens/resolve-token-actor.query';
import { enterOrganization } from './enter-organization.query';

/**
 * Reads session, membership, user and organisation on each request (one statement, primary or unique keys), so that a
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

async function actorOf(trx: Transaction, claims: AccessClaims): Promise<Actor> {
  const row = await trx('sessions as s')
    .join('memberships as m', (join) =>
      join.on('m.organization_id', 's.organization_id').andOn('m.user_id', 's.user_id'),
    )
    .join('users as u', 'u.id', 's.user_id')
    .join('organizations as o', 'o.id', 's.organization_id')
    .where({ 's.organization_id': claims.organizationId, 's.id': claims.sessionId, 's.user_id': claims.userId })
    .whereNull('s.revoked_at')
    .whereNull('m.deleted_at')
    .whereNull('m.deactivated_at')
    .whereNull('u.deleted_at')
    .whereNull('o.deleted_at')
    .where('s.expires_at', '>', trx.fn.now())
    .options({ name: 'actor' }) // Prepared once per connection: planning it takes longer than running it.
    .first<{ role: Role; person_id: string | null } | undefined>('m.role', 'm.person_id');
  if (row === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  return {
    kind: 'user',
    organizationId: claims.organizationId,
    userId: claims.userId,
    personId: row.person_id,
    role: row.role,
    sessionId: claims.sessionId,
  };
}
