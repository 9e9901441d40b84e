/** A conflict as it is answered. */
import { presentApproval } from '../approvals/approvals.presenter';
import type { ApprovalView } from '../approvals/view-approvals.query';
import type { Conflict } from './conflicts.types';

/** Labels of causes name projects and holidays; an absence is only ever called by its type's masked label. */
export function presentConflict(conflict: Conflict): object {
  return {
    id: conflict.id,
    kind: conflict.kind,
    state: conflict.state,
    person_id: conflict.personId,
    start_date: conflict.startDate,
    end_date: conflict.endDate,
    days: conflict.days.map((day) => ({ date: day.date, minutes_over: day.minutesOver })),
    over_minutes: conflict.overMinutes,
    causes: conflict.causes.map((cause) => ({ ...cause, label: cause.type === 'absence' ? 'absence' : cause.label })),
    accepted_by: conflict.acceptedBy,
    reason: conflict.reason,
    first_seen_at: conflict.firstSeenAt?.toISOString() ?? null,
  };
}

/** What somebody has to approve before the conflict is accepted. */
export function presentAcceptanceApproval(approval: ApprovalView): object {
  return presentApproval(approval);
}
