/**
 * Requests for new passwords: in the system scope, since a link names no organisation. By primary key,
 * password_resets_token_key or password_resets_of_user.
 */
import type { Transaction } from '../../platform/database';

/** A request that its link may still be used for. */
export interface OpenReset {
  id: string;
  organizationId: string;
  userId: string;
  email: string;
}

/** A request on its way to its mail. */
export interface RequestedReset extends OpenReset {
  createdAt: Date;
  isMailed: boolean;
  isUsed: boolean;
}

export class PasswordResetRepository {
  constructor(private readonly trx: Transaction) {}

  async insert(request: { id: string; organizationId: string; userId: string; now: Date }): Promise<void> {
    await this.trx('password_resets').insert({
      organization_id: request.organizationId,
      id: request.id,
      user_id: request.userId,
      created_at: request.now,
    });
  }

  /** The request with the address of its user, locked; undefined when the account is gone. */
  async lock(organizationId: string, id: string): Promise<RequestedReset | undefined> {
    const row = await this.trx('password_resets as r')
      .join('users as u', 'u.id', 'r.user_id')
      .where({ 'r.organization_id': organizationId, 'r.id': id })
      .whereNull('u.deleted_at')
      .forUpdate('r')
      .first<ResetRow | undefined>('r.*', 'u.email');
    if (row === undefined) return undefined;
    const { created_at: createdAt, mailed_at, used_at } = row;
    return { ...openResetOf(row), createdAt, isMailed: mailed_at !== null, isUsed: used_at !== null };
  }

  /** From now until `expiresAt` the token of this digest opens the request. */
  async arm({ organizationId, id }: OpenReset, hash: Buffer, expiresAt: Date): Promise<void> {
    await this.trx('password_resets')
      .where({ organization_id: organizationId, id })
      .update({ token_hash: hash, expires_at: expiresAt });
  }

  async markMailed(organizationId: string, id: string, now: Date): Promise<void> {
    await this.trx('password_resets').where({ organization_id: organizationId, id }).update({ mailed_at: now });
  }

  /** What a token opens at `now`, locked: of two who use it at once the second finds nothing. */
  async lockOpen(hash: Buffer, now: Date): Promise<OpenReset | undefined> {
    const row = await this.trx('password_resets as r')
      .join('users as u', 'u.id', 'r.user_id')
      .where('r.token_hash', hash)
      .where('r.expires_at', '>', now)
      .whereNull('r.used_at')
      .whereNull('u.deleted_at')
      .forUpdate('r')
      .first<ResetRow | undefined>('r.*', 'u.email');
    return row && openResetOf(row);
  }

  /** Every link of the user that is on its way opens nothing any more. */
  async closeAll(userId: string, now: Date): Promise<void> {
    await this.trx('password_resets').where({ user_id: userId }).whereNull('used_at').update({ used_at: now });
  }
}

interface ResetRow {
  organization_id: string;
  id: string;
  user_id: string;
  email: string;
  created_at: Date;
  mailed_at: Date | null;
  used_at: Date | null;
}

function openResetOf({ id, organization_id: organizationId, user_id: userId, email }: ResetRow): OpenReset {
  return { id, organizationId, userId, email };
}
