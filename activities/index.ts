/** The registry of activities: the names workflows call, and the functions that answer. */
import type { ActivityDeps } from './activity-deps';
import { createDeliverAccountMail } from './account-mail/deliver-account-mail.activity';
import { createLookAtApproval } from './approval/look-at-approval.activity';
import { createDrainCapacity } from './capacity-recompute/drain-capacity.activity';
import {
  createErasePersonRecords,
  createFinishErasure,
  createRedactAuditEvents,
} from './erasure/erase-person.activity';
import { createAuditOrganization } from './nightly-audit/audit-organization.activity';
import { createListOrganizations } from './nightly-audit/list-organizations.activity';
import { createReleaseStuckEvents } from './reconcile/release-stuck-events.activity';
import { createRemoveExpiredRows } from './reconcile/remove-expired-rows.activity';
import { createRequeueStalledOrganizations } from './reconcile/requeue-stalled-organizations.activity';
import { createWakeLostWorkflows } from './reconcile/wake-lost-workflows.activity';
import { createDeliverReport, createGiveUpDelivery, createSettleReport } from './report/deliver-report.activity';
import { createKeepReportSchedules, createRequestDueReport } from './report/keep-report-schedules.activity';
import { createFinishReport, createFreezeReport, createRenderReport } from './report/run-report.activity';
import { createRemoveExpiredReports } from './retention/remove-expired-reports.activity';
import { createRequestDueErasures } from './retention/request-due-erasures.activity';

import { createApplyRecords } from './sync/apply-records.activity';
import { createClaimSyncRun } from './sync/claim-sync-run.activity';
import { createFailSyncRun } from './sync/fail-sync-run.activity';
import { createMatchAccounts } from './sync/match-accounts.activity';
import { createRequestDueSyncs } from './sync/request-due-syncs.activity';
import { createPullRecords } from './sync/pull-records.activity';
import { createSendWebhookDeliveries } from './webhook/send-webhook-deliveries.activity';

export type { ActivityDeps } from './activity-deps';

/** What workflows may call; they import this type and nothing else from here. */
export type Activities = ReturnType<typeof createActivities>;

/** Every activity, bound to its dependencies. */
export function createActivities(deps: ActivityDeps) {
  return {
    deliverAccountMail: createDeliverAccountMail(deps),
    lookAtApproval: createLookAtApproval(deps),
    drainCapacity: createDrainCapacity(deps),
    listOrganizations: createListOrganizations(deps),
    auditOrganization: createAuditOrganization(deps),
    requeueStalledOrganizations: createRequeueStalledOrganizations(deps),
    releaseStuckEvents: createReleaseStuckEvents(deps),
    removeExpiredRows: createRemoveExpiredRows(deps),
    wakeLostWorkflows: createWakeLostWorkflows(deps),
    claimSyncRun: createClaimSyncRun(deps),
    pullRecords: createPullRecords(deps),
    matchAccounts: createMatchAccounts(deps),
    applyRecords: createApplyRecords(deps),
    failSyncRun: createFailSyncRun(deps),
    erasePersonRecords: createErasePersonRecords(deps),
    redactAuditEvents: createRedactAuditEvents(deps),
    finishPersonErasure: createFinishErasure(deps),
    requestDueErasures: createRequestDueErasures(deps),
    removeExpiredReports: createRemoveExpiredReports(deps),
    requestDueSyncs: createRequestDueSyncs(deps),
    sendWebhookDeliveries: createSendWebhookDeliveries(deps),
    freezeReport: createFreezeReport(deps),
    renderReport: createRenderReport(deps),
    finishReport: createFinishReport(deps),
    deliverReport: createDeliverReport(deps),
    giveUpReportDelivery: createGiveUpDelivery(deps),
    settleReport: createSettleReport(deps),
    requestDueReportRun: createRequestDueReport(deps),
    keepReportSchedulesAsStored: createKeepReportSchedules(deps),
  };
}
