/** The mail of an open invitation. */
import type { Transaction } from '../../platform/database';
import { messageIdOf, type Mail } from '../../platform/mailer';
import type { InvitationDeps } from './invite-member.command';
import { invitationMail } from './invitation-mail.rules';
import { invitationSubject, invitationUrl } from './members.rules';

interface InvitedRow {
  invited_email: string;
  invitation_hash: Buffer | null;
  invitation_expires_at: Date | null;
  organization: string;
  inviter: string | null;
}

/**
 * Null when there is nothing to be sent any more: accepted, renewed, taken back or expired. The token is derived anew, by the key
 * whose digest is stored. Needs the system scope; primary keys.
 */
export async function writeInvitationMail(
  trx: Transaction,
  deps: InvitationDeps,
  { organizationId, id, now }: { organizationId: string; id: string; now: Date },
): Promise<Mail | null> {
  const row = await trx('memberships as m')
    .join('organizations as o', 'o.id', 'm.organization_id')
    .leftJoin('users as u', 'u.id', 'm.invited_by')
    .where({ 'm.organization_id': organizationId, 'm.id': id })
    .whereNull('m.user_id')
    .whereNull('m.deleted_at')
    .whereNull('o.deleted_at')
    .first<InvitedRow | undefined>('m.*', 'o.name as organization', 'u.full_name as inviter');
  if (row === undefined || row.invitation_hash === null || row.invitation_expires_at === null) return null;
  const until = row.invitation_expires_at;
  const token = deps.linkTokens.recover(invitationSubject(id, until), row.invitation_hash);
  if (token === undefined || until <= now) return null;
  const url = invitationUrl(deps.appUrl, token);
  const { organization, inviter } = row;
  return {
    to: [row.invited_email],
    ...invitationMail({ organization, inviter, url, until }),
    // One mail for each link, also where an invitation was renewed before its first mail went out.
    messageId: messageIdOf('invitation', id, String(until.getTime())),
  };
}
