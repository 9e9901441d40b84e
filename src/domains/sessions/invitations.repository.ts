/** Invitations as whoever holds a token finds them: in the system scope, by memberships_invitation_hash_key. */
import type { Knex } from 'knex';
import type { Role } from '../../access/role-grants';
import type { Transaction } from '../../platform/database';
import type { OpenInvitation } from './sessions.types';

interface InvitationRow {
  organization_id: string;
  id: string;
  invited_email: string;
  role: Role;
  person_id: string | null;
}

export class InvitationRepository {
  constructor(private readonly trx: Transaction) {}

  /** The invitation that can be accepted at `now`. */
  async findOpen(hash: Buffer, now: Date): Promise<OpenInvitation | undefined> {
    return invitationOf(await this.#open(hash, now).first<InvitationRow | undefined>('m.*'));
  }

  /** The same, locked: of two who accept at once the second finds nothing. */
  async lockOpen(hash: Buffer, now: Date): Promise<OpenInvitation | undefined> {
    return invitationOf(await this.#open(hash, now).forUpdate('m').first<InvitationRow | undefined>('m.*'));
  }

  /** Makes the invited a member; answers their new version. */
  async accept({ organizationId, memberId }: OpenInvitation, userId: string): Promise<number> {
    const [row] = await this.trx('memberships')
      .where({ organization_id: organizationId, id: memberId })
      .update({
        user_id: userId,
        invitation_hash: null,
        invitation_expires_at: null,
        version: this.trx.raw('version + 1'),
        updated_at: this.trx.fn.now(),
      })
      .returning<{ version: number }[]>('version');
    return row?.version ?? 0;
  }

  #open(hash: Buffer, now: Date): Knex.QueryBuilder {
    return this.trx('memberships as m')
      .join('organizations as o', 'o.id', 'm.organization_id')
      .where('m.invitation_hash', hash)
      .where('m.invitation_expires_at', '>', now)
      .whereNull('m.user_id')
      .whereNull('m.deleted_at')
      .whereNull('o.deleted_at');
  }
}

function invitationOf(row: InvitationRow | undefined): OpenInvitation | undefined {
  if (row === undefined) return undefined;
  return {
    organizationId: row.organization_id,
    memberId: row.id,
    email: row.invited_email,
    role: row.role,
    personId: row.person_id,
  };
}
