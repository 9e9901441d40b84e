/** The mail about a webhook that was disabled. */
import type { Transaction } from '../../platform/database';
import { messageIdOf, type Mail } from '../../platform/mailer';
import { disabledMail } from './disabled-mail.rules';
import type { DisabledReason } from './webhooks.types';

interface DisabledRow {
  description: string | null;
  url: string;
  disabled_reason: DisabledReason;
  failing_since: Date | null;
  organization: string;
}

/**
 * To every owner and admin; null when it is active again or gone, or when nobody is there to be told. `version` is that of the
 * webhook when it was disabled. Needs the system scope; primary keys and memberships of the organisation.
 */
export async function writeDisabledMail(
  trx: Transaction,
  { organizationId, id, version }: { organizationId: string; id: string; version: number },
): Promise<Mail | null> {
  const row = await trx('webhooks as w')
    .join('organizations as o', 'o.id', 'w.organization_id')
    .where({ 'w.organization_id': organizationId, 'w.id': id, 'w.state': 'disabled', 'w.version': version })
    .whereNull('w.deleted_at')
    .whereNull('o.deleted_at')
    .first<DisabledRow | undefined>('w.*', 'o.name as organization');
  if (row === undefined) return null;
  const to = await adminAddresses(trx, organizationId);
  if (to.length === 0) return null;
  const { organization, description, url, disabled_reason: reason, failing_since: failingSince } = row;
  return {
    to,
    ...disabledMail({ organization, description, url, reason, failingSince, webhookId: id }),
    messageId: messageIdOf('webhook-disabled', id, String(version)),
  };
}

async function adminAddresses(trx: Transaction, organizationId: string): Promise<string[]> {
  const rows = await trx('memberships as m')
    .join('users as u', 'u.id', 'm.user_id')
    .where('m.organization_id', organizationId)
    .whereIn('m.role', ['owner', 'admin'])
    .whereNull('m.deleted_at')
    .whereNull('m.deactivated_at')
    .whereNull('u.deleted_at')
    .orderBy('u.email')
    .select<{ email: string }[]>('u.email');
  return rows.map(({ email }) => email);
}
