/** Who a token's bearer is right now. */
import type { Actor } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import type { AccessClaims } from '../../platform/access-tokens';
import type { Transaction } from '../../platform/database';
import { DomainError } from '../../shared/domain-error';

/**
 * Reads session and membership on each request (one statement, two primary or unique keys), so that a logout, a changed
 * role or a removed member counts at once and not when the token ends.
 * @throws DomainError unauthenticated
 */
export async function resolveActor(trx: Transaction, claims: AccessClaims): Promise<Actor> {
  const row = await trx('sessions as s')
    .join('memberships as m', (join) =>
      join.on('m.organization_id', 's.organization_id').andOn('m.user_id', 's.user_id'),
    )
    .where({ 's.organization_id': claims.organizationId, 's.id': claims.sessionId, 's.user_id': claims.userId })
    .whereNull('s.revoked_at')
    .whereNull('m.deleted_at')
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
