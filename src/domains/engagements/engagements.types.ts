/** Engagements: when and as what a person works for the organisation. The first one bounds a person's days (READINGS 6). */
import type { RecordFields } from '../../shared/record-fields';

export const engagementTypes = ['employee', 'contractor', 'mandataire', 'freelance'] as const;

export interface Engagement extends RecordFields {
  personId: string;
  type: (typeof engagementTypes)[number];
  /** Inclusive. */
  startDate: string;
  /** Inclusive; null = open. */
  endDate: string | null;
  weeklyMinutesDefault: number | null;
  payrollEligible: boolean;
  notes: string | null;
}
