/** Changes an organisation. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { FIRST_DATE } from '../../shared/calendar-dates';
import { workweekMinutesOf, type WireWorkweek } from '../calendars/workweek.rules';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact, type PlanOptions, type PlanScope } from '../capacity/impact.types';
import { listLivePeople } from '../people/list-live-people.query';
import { assertEntered } from './get-organization.query';
import { OrganizationRepository } from './organizations.repository';
import type { Organization, OrganizationFields, OwnOrganization } from './organizations.types';

/** What was sent; a weekday that a workweek lacks is 0 (READINGS 2). */
export interface OrganizationBody {
  name?: string | undefined;
  timezone?: string | undefined;
  default_workweek?: WireWorkweek | undefined;
}

/**
 * A new workweek is a change of everybody's plan: who has hours of their own is computed and found unchanged.
 * @throws DomainError not_found, stale_version, and those of changePlan
 */
export async function updateOrganization(
  uow: UnitOfWork,
  { id, body, options }: { id: string; body: OrganizationBody; options: PlanOptions },
): Promise<{ organization: OwnOrganization; impact: Impact }> {
  assertEntered(uow, id);
  const organizations = new OrganizationRepository(uow.trx);
  const before = await organizations.getForUpdate(id);
  uow.checkMatch(before.version);
  const fields: OrganizationFields = {
    name: body.name ?? before.name,
    timezone: body.timezone ?? before.timezone,
    defaultWorkweekMinutes:
      body.default_workweek === undefined ? before.defaultWorkweekMinutes : workweekMinutesOf(body.default_workweek),
  };
  const scope = await scopeOf(uow, before, fields);
  const { result, impact } = await changePlan(uow, { scope, options }, () => organizations.update(id, fields));
  const facts = { entityType: 'organization', entityId: id };
  uow.audit({ event: 'organization.updated', ...facts, before, after: result });
  uow.emit({ type: 'organization.updated', ...facts, version: result.version });
  return { organization: { ...result, role: uow.actor.role }, impact };
}

async function scopeOf(uow: UnitOfWork, before: Organization, after: OrganizationFields): Promise<PlanScope> {
  if (before.defaultWorkweekMinutes.join() === after.defaultWorkweekMinutes.join()) return NO_SCOPE;
  return { personIds: await listLivePeople(uow), from: FIRST_DATE, to: null, reason: 'organization.updated' };
}
