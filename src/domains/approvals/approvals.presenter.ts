/** Requests, policies and delegations as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import { presentLoad } from '../allocations/allocation-load.rules';
import type { AllocationFields } from '../allocations/allocation-record.rules';
import type {
  Approval,
  ApprovalDecision,
  ApprovalFile,
  ApprovalLevel,
  ApprovalPolicy,
  ApprovalStep,
  ApproverRule,
  Delegation,
  Standing,
} from './approvals.types';
import { approvalWorkflowId } from './approvals.contract';
import { later, parseDuration } from './zoned-time.rules';

/** A request with who may decide, who did, and from when on reminders and the escalation are due. */
export function presentApproval(view: ApprovalFile & { awaited: Standing; timezone: string }): object {
  const { approval, steps, decisions, awaited, timezone } = view;
  return withRecordFields(approval, {
    kind: approval.kind,
    state: approval.state,
    subject: { type: approval.subjectType, id: approval.subjectId },
    person_id: approval.subjectPersonId,
    requested_by: approval.requestedBy,
    message: approval.message,
    requested_allocation: presentRequested(approval),
    current_level: approval.currentLevel,
    decided_at: approval.decidedAt?.toISOString() ?? null,
    workflow_id: approvalWorkflowId(approval.id),
    steps: steps.map((step) => ({
      ...presentStep(step, approval.levels[step.level - 1], timezone),
      may_decide: step.state === 'open' ? presentStanding(awaited) : [],
      decisions: decisions.filter(({ stepId }) => stepId === step.id).map(presentDecision),
    })),
  });
}

/** A policy. */
export function presentPolicy(policy: ApprovalPolicy): object {
  return withRecordFields(policy, {
    kind: policy.kind,
    levels: policy.levels.map((level) => ({
      ...presentLevel(level),
      remind_after: level.remindAfter,
      escalate_after: level.escalateAfter,
      escalate_to: level.escalateTo === null ? null : presentRule(level.escalateTo),
    })),
  });
}

/** A delegation. */
export function presentDelegation(delegation: Delegation): object {
  return withRecordFields(delegation, {
    from_user_id: delegation.fromUserId,
    to_user_id: delegation.toUserId,
    starts_on: delegation.startsOn,
    ends_on: delegation.endsOn,
    kinds: delegation.kinds,
  });
}

function presentStep(step: ApprovalStep, level: ApprovalLevel | undefined, zone: string): object {
  return {
    level: step.level,
    state: step.state,
    ...(level === undefined ? { approvers: [], rule: 'any', quorum: null } : presentLevel(level)),
    opened_at: step.openedAt?.toISOString() ?? null,
    closed_at: step.closedAt?.toISOString() ?? null,
    reminder_due_at: dueAt(step, level?.remindAfter ?? null, zone),
    escalation_due_at: dueAt(step, level?.escalateAfter ?? null, zone),
    escalated_at: step.escalatedAt?.toISOString() ?? null,
  };
}

function presentLevel({ approvers, rule, quorum }: ApprovalLevel): object {
  return { approvers: approvers.map(presentRule), rule, quorum };
}

function presentRule(rule: ApproverRule): object {
  return rule.type === 'user' ? { type: rule.type, user_id: rule.userId } : { ...rule };
}

/** The first time it may happen: on a day off it waits for the next working day. */
function dueAt({ openedAt }: ApprovalStep, after: string | null, zone: string): string | null {
  const duration = after === null ? null : parseDuration(after);
  return openedAt === null || duration === null ? null : later(openedAt, duration, { times: 1, zone }).toISOString();
}

function presentStanding(standing: Standing): object[] {
  return [...standing].map(([userId, principals]) => ({ user_id: userId, for_user_ids: principals }));
}

function presentDecision(decision: ApprovalDecision): object {
  return {
    user_id: decision.actorUserId,
    for_user_id: decision.principalUserId,
    verdict: decision.verdict,
    comment: decision.comment,
    decided_at: decision.decidedAt.toISOString(),
  };
}

/** What somebody wants to book; null for every other kind. */
function presentRequested({ kind, payload }: Approval): object | null {
  const fields = payload['fields'] as AllocationFields | undefined;
  if (kind !== 'allocation_request' || fields === undefined) return null;
  const load = presentLoad(fields);
  return {
    person_id: fields.personId,
    project_id: fields.projectId,
    task_id: fields.taskId,
    start_date: fields.startDate,
    end_date: fields.endDate,
    percent: load.percent,
    basis: fields.basis,
    hours_per_week: load.minutesPerWeek === null ? null : hoursOfMinutes(load.minutesPerWeek),
    minutes_per_day: load.minutesPerDay,
    total_minutes: load.totalMinutes,
    status: fields.status,
    notes: fields.notes,
  };
}
