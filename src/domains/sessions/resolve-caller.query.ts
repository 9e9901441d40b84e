/** Who a token's bearer is right now, and the version of their organisation's data at that moment. */
import type { Actor, Caller } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import type { TokenScope } from '../../access/token-scopes';
import type { CallerClaims } from '../../platform/access-tokens';
import type { Database, Transaction } from '../../platform/database';
import { toDomainError } from '../../platform/database-errors';
import { SharedLooks } from '../../platform/shared-looks';
import { DomainError } from '../../shared/domain-error';
import { isUuid } from '../../shared/ids';
import { enterOrganization } from './enter-organization.query';

interface CallerRow {
  role: Role;
  person_id: string | null;
  data_version: number;
}

/** Of an API token: its maker, and what it is narrowed to. */
interface TokenRow extends CallerRow {
  user_id: string;
  scopes: TokenScope[];
}

/**
 * Reads session or API token, membership, user and organisation on each request (one statement, of migration 0051), so that a
 * logout, an expired session, a revoked token, a changed role, a removed member or a deleted account counts at once and not when
 * the token ends. An API token acts for its maker, with the role they have now, narrowed to its scopes.
 * With `organizationId`, the actor is who the same user is in that organisation of theirs; in none of theirs, nothing changes.
 * An API token is good for its own organisation alone.
 * @throws DomainError unauthenticated
 */
export async function resolveCaller(trx: Transaction, claims: CallerClaims, organizationId?: string): Promise<Caller> {
  const { look, values } = lookFor(claims);
  // Without bindings, so that it goes in one message with BEGIN (joined-begin.ts).
  const literals = values.map((value) => `'${value}'`).join(', ');
  const { rows } = await trx.raw<{ rows: CallerRow[] }>(`select * from ${look}(${literals})`);
  const caller = callerOf(claims, rows);
  if (organizationId === undefined || organizationId === claims.organizationId) return caller;
  return { actor: await enterOrganization(trx, caller.actor, organizationId), dataVersion: null };
}

/**
 * The same by one prepared statement and without a transaction; a caller's requests that come at once share a look.
 * @throws DomainError unauthenticated, dependency_unavailable
 */
export function callerFinder(database: Database): (claims: CallerClaims) => Promise<Caller> {
  const looks = new SharedLooks<Caller>();
  return (claims) => looks.ask(lookFor(claims).values.join(' '), () => findCaller(database, claims));
}

async function findCaller(database: Database, claims: CallerClaims): Promise<Caller> {
  const { look, values } = lookFor(claims);
  try {
    const { rows } = await database
      .raw<{ rows: CallerRow[] }>(`select * from ${look}(?, ?, ?)`, [...values])
      .options({ name: look });
    return callerOf(claims, rows);
  } catch (error) {
    throw toDomainError(error);
  }
}

/** The function of migration 0051, and its arguments: nothing but ids and hexadecimal digits. */
function lookFor(claims: CallerClaims): { look: string; values: readonly string[] } {
  const ids =
    'tokenId' in claims
      ? [claims.organizationId, claims.tokenId]
      : [claims.organizationId, claims.sessionId, claims.userId];
  if (!ids.every(isUuid)) throw new Error('the ids of a token must be uuids');
  if ('tokenId' in claims)
    return { look: 'caller_of_token', values: [...ids, `\\x${claims.secretHash.toString('hex')}`] };
  return { look: 'caller_of_session', values: ids };
}

function callerOf(claims: CallerClaims, [row]: readonly CallerRow[]): Caller {
  const { organizationId } = claims;
  if ('tokenId' in claims) {
    if (row === undefined) throw new DomainError('unauthenticated', 'This API token is not valid, or not any more.');
    const { user_id: userId, scopes } = row as TokenRow;
    return found(row, { kind: 'token', organizationId, userId, sessionId: null, scopes });
  }
  if (row === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  const { userId, sessionId } = claims;
  return found(row, { kind: 'user', organizationId, userId, sessionId });
}

function found(
  { role, person_id: personId, data_version: dataVersion }: CallerRow,
  actor: Omit<Actor, 'role' | 'personId'>,
): Caller {
  return { actor: { ...actor, role, personId }, dataVersion };
}
