/** Settings as they are answered. */
import { DEFINITION_VERSION } from '../reports/reports.types';
import type { VersionedSettings } from './settings.types';

/** The definitions are those every report names; they change with a release, not by anybody's choice. */
export function presentSettings(settings: VersionedSettings): object {
  return {
    org_id: settings.organizationId,
    version: settings.version,
    updated_at: settings.updatedAt.toISOString(),
    thresholds: { overbooking_tolerance_minutes: settings.overbookingToleranceMinutes },
    definitions: { version: DEFINITION_VERSION },
    masking: { absence_types: settings.absenceTypesShownTo },
    retention: {
      ended_sessions_days: settings.endedSessionsDays,
      former_people_months: settings.formerPeopleMonths,
      report_runs_months: settings.reportRunsMonths,
    },
    defaults: { calendar_id: settings.defaultCalendarId },
  };
}
