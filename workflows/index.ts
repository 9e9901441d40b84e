/** The registry of workflows: what is exported here is what the worker can run, under its exported name. */
export { sendAccountMail } from './account-mail/account-mail.workflow';
export { approval } from './approval/approval.workflow';
export { capacityRecompute } from './capacity-recompute/capacity-recompute.workflow';
export { erasure } from './erasure/erasure.workflow';
export { nightlyAudit } from './nightly-audit/nightly-audit.workflow';
export { requestDueSyncs } from './sync/request-due-syncs.workflow';
export { syncConnection } from './sync/sync-connection.workflow';
export { keepReportSchedules } from './report/keep-report-schedules.workflow';
export { redeliverReport } from './report/redeliver-report.workflow';
export { reportRun } from './report/report-run.workflow';
export { requestDueReport } from './report/request-due-report.workflow';
export { reconcile } from './reconcile/reconcile.workflow';
export { retention } from './retention/retention.workflow';
export { webhook } from './webhook/webhook.workflow';
