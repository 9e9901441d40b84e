/** What an organisation decides about how it is shown and kept. */

/** Who sees the type of everybody's absences; notes are never shown to more than those who decide. */
export const absenceTypeAudiences = ['deciders', 'everybody'] as const;

export interface OrganizationSettings {
  /** Days over by at most this are not listed as overbookings; figures and conflicts are exact all the same. */
  overbookingToleranceMinutes: number;
  absenceTypesShownTo: (typeof absenceTypeAudiences)[number];
  /** Sessions are forgotten, with device and address, this many days after they ended. */
  endedSessionsDays: number;
  /** People are erased this many months after their last engagement ended; null = never. */
  formerPeopleMonths: number | null;
  /** New people follow this calendar, however they come; null = none. */
  defaultCalendarId: string | null;
  /** Runs of reports are removed with their files this many months after they ended; null = never. */
  reportRunsMonths: number | null;
}

/** The settings with the version of their organisation, which they share. */
export interface VersionedSettings extends OrganizationSettings {
  organizationId: string;
  version: number;
  updatedAt: Date;
}
