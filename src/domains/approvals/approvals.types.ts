/** Requests that others decide: what is asked, by which levels it goes, who voted. */
import type { Role } from '../../access/role-grants';
import type { RecordFields } from '../../shared/record-fields';

export const approvalKinds = ['absence', 'allocation_request', 'over_allocation', 'period_close'] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

export const approvalStates = ['pending', 'approved', 'declined', 'cancelled'] as const;
export type ApprovalState = (typeof approvalStates)[number];

export const subjectTypes = ['absence', 'allocation', 'conflict', 'period'] as const;
export type SubjectType = (typeof subjectTypes)[number];

export const levelRules = ['any', 'all', 'quorum'] as const;
export type LevelRule = (typeof levelRules)[number];

/** Whom a level asks: found anew whenever it matters, so it names no person unless it says `user`. */
export type ApproverRule =
  { type: 'line_manager' } | { type: 'team_lead' } | { type: 'role'; role: Role } | { type: 'user'; userId: string };

export interface ApprovalLevel {
  approvers: ApproverRule[];
  rule: LevelRule;
  /** Approvals needed; only with `quorum`. */
  quorum: number | null;
  /** ISO 8601 durations such as `P2D` and `PT4H`; null = never. */
  remindAfter: string | null;
  escalateAfter: string | null;
  /** Who may decide alone, from the escalation on; null = nobody more. */
  escalateTo: ApproverRule | null;
}

/** At most one live policy of a kind. */
export interface ApprovalPolicy extends RecordFields {
  kind: ApprovalKind;
  levels: ApprovalLevel[];
}

/** One request. `levels` are the policy's as they were when it was asked: a later change of the policy does not touch it. */
export interface Approval extends RecordFields {
  kind: ApprovalKind;
  state: ApprovalState;
  levels: ApprovalLevel[];
  subjectType: SubjectType;
  subjectId: string;
  /** Whose line manager and team leads count; null for somebody without a person. */
  subjectPersonId: string | null;
  /** The user who asked. */
  requestedBy: string;
  /** What the effect needs beside the subject. */
  payload: Record<string, unknown>;
  message: string | null;
  /** The open level, or the last one that was, from 1. */
  currentLevel: number;
  /** When it ended; null while pending. */
  decidedAt: Date | null;
}

export interface ApprovalStep extends RecordFields {
  approvalId: string;
  level: number;
  state: 'waiting' | 'open' | 'approved' | 'declined' | 'cancelled';
  openedAt: Date | null;
  escalatedAt: Date | null;
  closedAt: Date | null;
}

export type Verdict = 'approved' | 'declined';

/** One vote. `principalUserId` is who was asked, `actorUserId` who voted: themself or somebody standing in for them. */
export interface ApprovalDecision {
  id: string;
  approvalId: string;
  stepId: string;
  principalUserId: string;
  actorUserId: string;
  verdict: Verdict;
  comment: string | null;
  decidedAt: Date;
}

/** Dates inclusive, in the organisation's time zone. */
export interface Delegation extends RecordFields {
  fromUserId: string;
  toUserId: string;
  startsOn: string;
  endsOn: string;
  /** null = all kinds. */
  kinds: ApprovalKind[] | null;
}

/** Everything that says who may decide now. Members without the right to decide at all are not among it. */
export interface ApproverDirectory {
  members: readonly { userId: string; role: Role; personId: string | null }[];
  /** By person. */
  managerOf: ReadonlyMap<string, string>;
  /** Leads of the teams a person is in today. */
  leadsOf: ReadonlyMap<string, readonly string[]>;
  /** In force today. */
  delegations: readonly Pick<Delegation, 'fromUserId' | 'toUserId' | 'kinds'>[];
}

/** A request with all that belongs to it. Steps are in order of their levels, from 1. */
export interface ApprovalFile {
  approval: Approval;
  steps: readonly ApprovalStep[];
  decisions: readonly ApprovalDecision[];
}

/** Who may vote at a level: each with those they stand for, themself first where they were asked. */
export type Standing = ReadonlyMap<string, readonly string[]>;
