/** Who a token's bearer is right now, and the version of their organisation's data at that moment. */
import type { Actor, Caller } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import type { AccessClaims, CallerClaims } from '../../platform/access-tokens';
import type { Database, Transaction } from '../../platform/database';
import { toDomainError } from '../../platform/database-errors';
import { SharedLooks } from '../../platform/shared-looks';
import { DomainError } from '../../shared/domain-error';
import { isUuid } from '../../shared/ids';
import { resolveTokenActor } from '../api-tokens/resolve-token-actor.query';
import { enterOrganization } from './enter-organization.query';

interface CallerRow {
  role: Role;
  person_id: string | null;
  data_version: number;
}

/**
 * Reads session, membership, user and organisation on each request (one statement, that of migration 0051), so that a
 * logout, an expired session, a changed role, a removed member or a deleted account counts at once and not when the token ends.
 * With `organizationId`, the actor is who the same user is in that organisation of theirs; in none of theirs, nothing changes.
 * An API token is good for its own organisation alone.
 * @throws DomainError unauthenticated
 */
export async function resolveCaller(trx: Transaction, claims: CallerClaims, organizationId?: string): Promise<Caller> {
  if ('tokenId' in claims) return { actor: await resolveTokenActor(trx, claims), dataVersion: null };
  assertUuids(claims);
  const { organizationId: own, sessionId, userId } = claims;
  // Without bindings, so that it goes in one message with BEGIN (joined-begin.ts).
  const { rows } = await trx.raw<{ rows: CallerRow[] }>(
    `select role, person_id, data_version from caller_of_session('${own}', '${sessionId}', '${userId}')`,
  );
  const caller = callerOf(claims, rows);
  if (organizationId === undefined || organizationId === own) return caller;
  return { actor: await enterOrganization(trx, caller.actor, organizationId), dataVersion: null };
}

/**
 * The same without a transaction; a session's requests that come at once share a look.
 * @throws DomainError unauthenticated, dependency_unavailable
 */
export function callerFinder(database: Database): (claims: AccessClaims) => Promise<Caller> {
  const looks = new SharedLooks<Caller>();
  return (claims) =>
    looks.ask(`${claims.organizationId} ${claims.sessionId} ${claims.userId}`, () => findCaller(database, claims));
}

async function findCaller(database: Database, claims: AccessClaims): Promise<Caller> {
  assertUuids(claims);
  const { organizationId, sessionId, userId } = claims;
  try {
    const { rows } = await database
      .raw<{
        rows: CallerRow[];
      }>('select role, person_id, data_version from caller_of_session(?, ?, ?)', [organizationId, sessionId, userId])
      .options({ name: 'caller-of-session' });
    return callerOf(claims, rows);
  } catch (error) {
    throw toDomainError(error);
  }
}

function assertUuids({ organizationId, sessionId, userId }: AccessClaims): void {
  if (![organizationId, sessionId, userId].every(isUuid)) throw new Error('the ids of a token must be uuids');
}

function callerOf({ organizationId, userId, sessionId }: AccessClaims, [row]: readonly CallerRow[]): Caller {
  if (row === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  const { role, person_id: personId, data_version: dataVersion } = row;
  const actor: Actor = { kind: 'user', organizationId, userId, personId, role, sessionId };
  return { actor, dataVersion };
}
