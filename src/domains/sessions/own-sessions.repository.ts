/**
 * The sessions of one user across organisations: in the system scope. Relies on sessions_of_user; ids are made in the order of
 * time, so that they are the order of the list.
 */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import type { OwnSession } from './sessions.types';

interface OwnSessionRow {
  id: string;
  organization_id: string;
  user_agent: string | null;
  address: string | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
}

export class OwnSessionRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly userId: string,
  ) {}

  /** One page of those that live at `now`, newest first; `before` = only sessions opened before that one. */
  async list(
    now: Date,
    request: { page: number; pageSize: number; before: string | null },
  ): Promise<{ items: OwnSession[]; total: number; hasMore: boolean }> {
    const live = this.#live(now);
    const [counted] = await live.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    const paged =
      request.before === null
        ? live.offset((request.page - 1) * request.pageSize)
        : live.where('id', '<', request.before);
    const rows = await paged
      .orderBy('id', 'desc')
      .limit(request.pageSize + 1)
      .select<OwnSessionRow[]>(
        'id',
        'organization_id',
        'user_agent',
        'address',
        'created_at',
        'last_used_at',
        'expires_at',
      );
    const items = rows.slice(0, request.pageSize).map(toOwnSession);
    return { items, total: counted?.total ?? 0, hasMore: rows.length > request.pageSize };
  }

  /** True while the session can be carried on. */
  async isLive(id: string, now: Date): Promise<boolean> {
    return (await this.#live(now).where({ id }).first('id')) !== undefined;
  }

  /** Ends one session; false when it is not a live one of this user. */
  async revoke(id: string, now: Date): Promise<boolean> {
    const ended = await this.#live(now).where({ id }).update({ revoked_at: now });
    return ended > 0;
  }

  /** Ends every session. */
  async revokeAll(now: Date): Promise<void> {
    await this.#live(now).update({ revoked_at: now });
  }

  #live(now: Date): Knex.QueryBuilder {
    return this.trx('sessions').where({ user_id: this.userId }).whereNull('revoked_at').where('expires_at', '>', now);
  }
}

function toOwnSession(row: OwnSessionRow): OwnSession {
  return {
    id: row.id,
    organizationId: row.organization_id,
    userAgent: row.user_agent,
    address: row.address,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}
