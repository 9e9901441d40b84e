/** Settings are columns of the organisation and share its version. Primary key. */
import type { Transaction } from '../../platform/database';
import { DomainError } from '../../shared/domain-error';
import type { OrganizationSettings, VersionedSettings } from './settings.types';

interface SettingsRow {
  id: string;
  version: number;
  updated_at: Date;
  overbooking_tolerance_minutes: number;
  absence_types_shown_to: OrganizationSettings['absenceTypesShownTo'];
  ended_sessions_days: number;
  former_people_months: number | null;
  default_calendar_id: string | null;
  report_runs_months: number | null;
}

export class SettingsRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** @throws DomainError not_found */
  async get(): Promise<VersionedSettings> {
    return found(await this.#row().first<SettingsRow | undefined>('*'));
  }

  /** Locks the organisation for the rest of the transaction. @throws DomainError not_found */
  async getForUpdate(): Promise<VersionedSettings> {
    return found(await this.#row().forNoKeyUpdate().first<SettingsRow | undefined>('*'));
  }

  /** Writes settings of an organisation that this transaction has locked. */
  async update(settings: OrganizationSettings): Promise<VersionedSettings> {
    const rows = await this.#row()
      .update({
        overbooking_tolerance_minutes: settings.overbookingToleranceMinutes,
        absence_types_shown_to: settings.absenceTypesShownTo,
        ended_sessions_days: settings.endedSessionsDays,
        former_people_months: settings.formerPeopleMonths,
        default_calendar_id: settings.defaultCalendarId,
        report_runs_months: settings.reportRunsMonths,
        version: this.trx.raw('version + 1'),
        updated_at: new Date(),
      })
      .returning<SettingsRow[]>('*');
    return found(rows[0]);
  }

  #row() {
    return this.trx('organizations').where('id', this.organizationId).whereNull('deleted_at');
  }
}

function found(row: SettingsRow | undefined): VersionedSettings {
  if (row === undefined) throw new DomainError('not_found', 'There is no such organisation.');
  return {
    organizationId: row.id,
    version: row.version,
    updatedAt: row.updated_at,
    overbookingToleranceMinutes: row.overbooking_tolerance_minutes,
    absenceTypesShownTo: row.absence_types_shown_to,
    endedSessionsDays: row.ended_sessions_days,
    formerPeopleMonths: row.former_people_months,
    defaultCalendarId: row.default_calendar_id,
    reportRunsMonths: row.report_runs_months,
  };
}
