/** The settings of this organisation. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { SettingsRepository } from './settings.repository';
import type { VersionedSettings } from './settings.types';

/** What nobody has set is at its default. @throws DomainError not_found */
export async function readSettings(uow: UnitOfWork): Promise<VersionedSettings> {
  return new SettingsRepository(uow.trx, uow.organizationId).get();
}
