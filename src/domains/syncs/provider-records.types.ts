/** What was read from providers, as it is shown. */

/** A record of the mirror. */
export interface ListedRecord {
  id: string;
  connectionId: string;
  provider: string;
  kind: string;
  externalId: string;
  ownerExternalId: string | null;
  fields: Record<string, unknown>;
  changedAt: Date;
  seenAt: Date;
  vanishedAt: Date | null;
  entityType: string | null;
  entityId: string | null;
  isApplied: boolean;
}

/** How up to date a connection is. */
export interface SyncHealth {
  connectionId: string;
  provider: string;
  status: string;
  error: string | null;
  lastSyncAt: Date | null;
  /** Since the last good end; null when there was none. */
  ageSeconds: number | null;
  /** How long the run that waits longest has waited; 0 when none does. */
  lagSeconds: number;
  phase: string | null;
  lastState: string | null;
  failedRunsOfWeek: number;
  accounts: { linked: number; suggested: number; new: number; ignored: number };
  records: { total: number; pending: number; vanished: number };
}
