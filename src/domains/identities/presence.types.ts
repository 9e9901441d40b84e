/** In which systems somebody is known. */

export const presences = ['both', 'payroll_only', 'time_tracking_only', 'neither'] as const;
export type Presence = (typeof presences)[number];

/** A person with the accounts that are theirs, or an account that is nobody's yet. */
export interface PresenceRow {
  personId: string | null;
  /** As the plan has it, or for an account of nobody as its provider has it. */
  name: string;
  active: boolean;
  payrollNumber: string | null;
  presence: Presence;
  accounts: { id: string; provider: string; external_user_id: string; state: string }[];
}

export interface PresencePage {
  items: PresenceRow[];
  total: number;
  /** Of all rows, whatever was asked for. */
  counts: Record<Presence, number>;
}
