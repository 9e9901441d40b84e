/** Users, memberships and sessions as login sees them: in the system scope, before an organisation is known. */
import type { Transaction } from '../../platform/database';
import type { Role } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';
import type { Account, SessionRow, SignedInUser } from './sessions.types';

interface UserRow {
  id: string;
  email: string;
  full_name: string;
  password_hash: string | null;
}

interface MembershipRow {
  organization_id: string;
  name: string;
  role: Role;
  person_id: string | null;
}

export class SessionRepository {
  constructor(private readonly trx: Transaction) {}

  /** Index users_email_key. */
  async findUserByEmail(email: string): Promise<UserRow | undefined> {
    return this.trx<UserRow>('users').where({ email: email.toLowerCase() }).whereNull('deleted_at').first();
  }

  /** Primary key of users. @throws DomainError unauthenticated when the account is gone */
  async getAccount(userId: string): Promise<Account> {
    const user = await this.trx<UserRow>('users').where({ id: userId }).whereNull('deleted_at').first();
    if (user === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
    return { email: user.email, passwordHash: user.password_hash };
  }

  /** Stores the hash of a new password; false when the old one is not `before` any more. */
  async replacePassword(userId: string, before: string | null, after: string): Promise<boolean> {
    const changed = await this.trx('users')
      .where({ id: userId, password_hash: before })
      .whereNull('deleted_at')
      .update({ password_hash: after, version: this.trx.raw('version + 1'), updated_at: this.trx.fn.now() });
    return changed > 0;
  }

  /** Stores the hash of a new password, whatever the old one is. */
  async setPassword(userId: string, passwordHash: string): Promise<void> {
    await this.trx('users')
      .where({ id: userId })
      .whereNull('deleted_at')
      .update({ password_hash: passwordHash, version: this.trx.raw('version + 1'), updated_at: this.trx.fn.now() });
  }

  /**
   * Keeps the user as they are until the transaction ends, and answers the hash of their password. A change of the password waits
   * for it, and then ends what was opened meanwhile.
   */
  async holdUser(userId: string): Promise<string | null> {
    const user = await this.trx<UserRow>('users').where({ id: userId }).whereNull('deleted_at').forShare().first();
    return user?.password_hash ?? null;
  }

  /** The user with every live membership, the organisation entered last first; undefined when there is none left. */
  async loadUser(userId: string, organizationId?: string): Promise<SignedInUser | undefined> {
    const user = await this.trx<UserRow>('users').where({ id: userId }).whereNull('deleted_at').first();
    const memberships = await this.#membershipsOf(userId);
    const entered =
      organizationId === undefined ? memberships[0] : memberships.find((row) => row.organization_id === organizationId);
    if (user === undefined || entered === undefined) return undefined;
    return {
      id: user.id,
      email: user.email,
      fullName: user.full_name,
      organizationId: entered.organization_id,
      role: entered.role,
      personId: entered.person_id,
      organizations: memberships.map((row) => ({ id: row.organization_id, name: row.name, role: row.role })),
    };
  }

  async insert(session: {
    id: string;
    organizationId: string;
    userId: string;
    refreshHash: Buffer;
    expiresAt: Date;
    userAgent: string | null;
    address: string;
  }): Promise<void> {
    await this.trx('sessions').insert({
      id: session.id,
      organization_id: session.organizationId,
      user_id: session.userId,
      refresh_hash: session.refreshHash,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
      address: session.address,
    });
    await this.trx('memberships')
      .where({ organization_id: session.organizationId, user_id: session.userId })
      .update({ last_entered_at: this.trx.fn.now() });
  }

  /** Locks the session, so that two refreshes at once are judged one after the other. Index sessions_id_key. */
  async lock(id: string): Promise<SessionRow | undefined> {
    const row = await this.trx('sessions').where({ id }).forUpdate().first<Record<string, unknown> | undefined>();
    if (row === undefined) return undefined;
    return {
      organizationId: row['organization_id'] as string,
      id: row['id'] as string,
      userId: row['user_id'] as string,
      refreshHash: row['refresh_hash'] as Buffer,
      spentHash: row['spent_hash'] as Buffer | null,
      spentAt: row['spent_at'] as Date | null,
      expiresAt: row['expires_at'] as Date,
      revokedAt: row['revoked_at'] as Date | null,
    };
  }

  async rotate(
    id: string,
    rotation: { refreshHash: Buffer; spentHash: Buffer; now: Date; expiresAt: Date },
  ): Promise<void> {
    await this.trx('sessions').where({ id }).update({
      refresh_hash: rotation.refreshHash,
      spent_hash: rotation.spentHash,
      spent_at: rotation.now,
      last_used_at: rotation.now,
      expires_at: rotation.expiresAt,
    });
  }

  /** Ends the session; repeating it changes nothing. */
  async revoke(id: string, now: Date): Promise<void> {
    await this.trx('sessions').where({ id }).whereNull('revoked_at').update({ revoked_at: now });
  }

  async #membershipsOf(userId: string): Promise<MembershipRow[]> {
    return this.trx('memberships as m')
      .join('organizations as o', 'o.id', 'm.organization_id')
      .where('m.user_id', userId)
      .whereNull('m.deleted_at')
      .whereNull('m.deactivated_at')
      .whereNull('o.deleted_at')
      .orderByRaw('m.last_entered_at desc nulls last, m.created_at, m.organization_id')
      .select<MembershipRow[]>('m.organization_id', 'o.name', 'm.role', 'm.person_id');
  }
}
