/** Founds an organisation. */
import { bindOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import { withinOrganization } from '../../platform/within-organization';
import { DomainError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { workweekMinutesOf } from '../calendars/workweek.rules';
import { OrganizationRepository } from './organizations.repository';
import type { Organization, OwnOrganization } from './organizations.types';
import type { OrganizationBody } from './update-organization.command';

/**
 * A new organisation whose one member, its owner, is the caller (READINGS 43). Its audit log starts with this; the session
 * stays in the organisation it is in. @throws DomainError forbidden for anybody but a signed-in user
 */
export async function createOrganization(uow: UnitOfWork, body: OrganizationBody): Promise<OwnOrganization> {
  const { userId } = uow.actor;
  if (userId === null || uow.actor.kind !== 'user') {
    throw new DomainError('forbidden', 'Only a signed-in user can found an organisation.');
  }
  const actor = { ...uow.actor, organizationId: newId(), role: 'owner', personId: null } as const;
  const created = await withinOrganization(uow.trx, { actor, request: uow.request }, async (inner) => {
    const organization = await insertOrganization(inner, body);
    await inner
      .trx('memberships')
      .insert({ organization_id: organization.id, id: newId(), user_id: userId, role: actor.role });
    return organization;
  });
  await bindOrganization(uow.trx, uow.organizationId);
  return { ...created, role: actor.role };
}

/** The row of the organisation that this unit of work is bound to, with the first entry of its audit log. */
export async function insertOrganization(
  uow: UnitOfWork,
  { name, timezone, default_workweek }: OrganizationBody,
): Promise<Organization> {
  const organization = await new OrganizationRepository(uow.trx).insert(uow.organizationId, {
    ...(name === undefined ? {} : { name }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(default_workweek === undefined ? {} : { defaultWorkweekMinutes: workweekMinutesOf(default_workweek) }),
  });
  const facts = { entityType: 'organization', entityId: organization.id };
  uow.audit({ event: 'organization.created', ...facts, before: null, after: organization });
  uow.emit({ type: 'organization.created', ...facts, version: organization.version });
  return organization;
}
