/** Periods as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { presentApproval } from '../approvals/approvals.presenter';
import type { ApprovalView } from '../approvals/view-approvals.query';
import type { Period } from './periods.types';

/** `month` as `YYYY-MM`. */
export function presentPeriod(period: Period): object {
  return withRecordFields(period, {
    month: period.month.slice(0, 7),
    state: period.state,
    closed_at: period.closedAt?.toISOString() ?? null,
    closed_by: period.closedBy,
  });
}

/** What somebody has to approve before the month is closed. */
export function presentClosingApproval(approval: ApprovalView): object {
  return presentApproval(approval);
}
