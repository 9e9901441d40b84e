/** What activities are given: nothing here is looked up, so a test passes its own. */
import type { Database } from '../src/platform/database';
import type { FairPermits } from '../src/platform/fair-permits';
import type { FileStore } from '../src/platform/file-store';
import type { DerivedTokens } from '../src/platform/derived-tokens';
import type { Logger } from '../src/platform/logger';
import type { Mailer } from '../src/platform/mailer';
import type { KeyRing } from '../src/platform/secrets/key-ring';
import type { TemporalGateway } from '../src/platform/temporal-client';
import type { WebhookSender } from '../src/platform/webhook-sender';
import type { KeptSchedules } from '../src/domains/report-schedules/report-schedules.contract';
import type { ReportSteps } from '../src/domains/report-schedules/report-steps.command';
import type { SyncSteps } from '../src/domains/syncs/sync-steps.command';

export interface ActivityDeps {
  sync: SyncSteps;
  reports: ReportSteps;
  /** Makes the scheduler agree with the table of report schedules. */
  keepReportSchedules(): Promise<KeptSchedules>;
  database: Database;
  logger: Logger;
  fileStore: FileStore;
  temporal: Pick<TemporalGateway, 'isRunning' | 'runningIds'>;
  mailer: Mailer;
  keyRing: KeyRing;
  webhookSender: WebhookSender;
  /** Of all that sends in this worker. */
  sendPermits: FairPermits;
  linkTokens: DerivedTokens;
  /** Where links of mails lead, without a slash at the end. */
  appUrl: string;
  /** The command of `src/domains/capacity/drain-dirty-ranges.command.ts`, bound to its dependencies. */
  drainDirtyRanges(
    organizationId: string,
    options: { maxPeople: number; forMs: number; workflowId: string },
  ): Promise<{ people: number; changedWeeks: number; remainingPeople: number }>;
  /** The command of `src/domains/capacity/audit-ledger.command.ts`, bound to its dependencies; leaves differing people dirty. */
  auditLedger(
    organizationId: string,
    options: { sampleShare: number; seed: string },
  ): Promise<{ people: number; differences: number }>;
  /** Adds to the metric `capacity_audit_differences_total`. */
  countAuditDifferences(differences: number): void;
}
