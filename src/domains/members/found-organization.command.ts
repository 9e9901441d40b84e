/** Founds an organisation from outside of the API, for a first start: nobody can sign in yet. */
import { systemActor } from '../../access/actor';
import type { Database, Transaction } from '../../platform/database';
import { runInSystemScope } from '../../platform/unit-of-work';
import { withinOrganization } from '../../platform/within-organization';
import { newId } from '../../shared/ids';
import { insertOrganization } from '../organizations/create-organization.command';
import { inviteMember, resendInvitation, type InvitationDeps, type Invited } from './invite-member.command';

export interface Founding {
  name: string;
  /** Of the IANA database; that of a new organisation unless given. */
  timezone?: string | undefined;
  /** Small letters. */
  ownerEmail: string;
}

export interface Founded extends Invited {
  organizationId: string;
  /** False when it was founded before and its owner, who has not joined, got another link. */
  isNew: boolean;
}

/** Two who found at once take turns. */
const LOCK = 'select pg_advisory_xact_lock(7461002)';

/**
 * The organisation, with one member who is invited as its owner; the link goes by mail too, once a worker runs. Safe to repeat: an
 * organisation of this name whose owner has this address is not founded twice, its invitation is sent again.
 * @throws DomainError conflict when that owner has joined already
 */
export async function foundOrganization(
  database: Database,
  deps: InvitationDeps & { now: Date },
  founding: Founding,
): Promise<Founded> {
  return runInSystemScope(database, 'founding', async (trx) => {
    await trx.raw(LOCK);
    const known = await findFounded(trx, founding);
    const organizationId = known?.organization_id ?? newId();
    const actor = systemActor(organizationId);
    const request = { organizationId, resolveActor: () => Promise.resolve(actor), now: deps.now };
    const invited = await withinOrganization(trx, { actor, request }, async (uow) => {
      if (known !== undefined) return resendInvitation(uow, deps, known.id);
      const { name, timezone, ownerEmail: email } = founding;
      await insertOrganization(uow, { name, ...(timezone === undefined ? {} : { timezone }) });
      return inviteMember(uow, deps, { email, role: 'owner', personId: null });
    });
    return { ...invited, organizationId, isNew: known === undefined };
  });
}

interface FoundedRow {
  organization_id: string;
  id: string;
}

/** The owner, invited or joined, of an organisation of this name. Reads all of the name's organisations: there are few. */
async function findFounded(trx: Transaction, { name, ownerEmail }: Founding): Promise<FoundedRow | undefined> {
  return trx('memberships as m')
    .join('organizations as o', 'o.id', 'm.organization_id')
    .leftJoin('users as u', 'u.id', 'm.user_id')
    .where({ 'o.name': name, 'm.role': 'owner' })
    .whereNull('o.deleted_at')
    .whereNull('m.deleted_at')
    .whereRaw('coalesce(u.email, m.invited_email) = ?', [ownerEmail])
    .first<FoundedRow | undefined>('m.organization_id', 'm.id');
}
