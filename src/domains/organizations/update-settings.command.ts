/** Changes settings. */
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { SettingsRepository } from './settings.repository';
import type { OrganizationSettings, VersionedSettings } from './settings.types';

/** What is undefined stays. @throws DomainError reference_not_found, not_found, stale_version */
export async function updateSettings(
  uow: UnitOfWork,
  patch: { [Setting in keyof OrganizationSettings]: OrganizationSettings[Setting] | undefined },
): Promise<VersionedSettings> {
  const { defaultCalendarId } = patch;
  await assertReferences(uow, 'calendars', [{ id: defaultCalendarId, pointer: '/defaults/calendar_id' }]);
  const settings = new SettingsRepository(uow.trx, uow.organizationId);
  const before = await settings.getForUpdate();
  uow.checkMatch(before.version);
  const after = await settings.update({
    overbookingToleranceMinutes: patch.overbookingToleranceMinutes ?? before.overbookingToleranceMinutes,
    absenceTypesShownTo: patch.absenceTypesShownTo ?? before.absenceTypesShownTo,
    endedSessionsDays: patch.endedSessionsDays ?? before.endedSessionsDays,
    formerPeopleMonths: patch.formerPeopleMonths === undefined ? before.formerPeopleMonths : patch.formerPeopleMonths,
    defaultCalendarId: defaultCalendarId === undefined ? before.defaultCalendarId : defaultCalendarId,
    reportRunsMonths: patch.reportRunsMonths === undefined ? before.reportRunsMonths : patch.reportRunsMonths,
  });
  const facts = { entityType: 'organization_settings', entityId: uow.organizationId };
  uow.audit({ event: 'organization_settings.updated', ...facts, before, after });
  uow.emit({ type: 'organization_settings.updated', ...facts, version: after.version });
  return after;
}
