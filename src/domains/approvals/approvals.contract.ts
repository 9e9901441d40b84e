/** What the API, the relay and the workflow agree on about approvals. */
import { defineSignal } from '@temporalio/workflow';

/** Type name of the workflow that accompanies one request through time. */
export const APPROVAL_WORKFLOW = 'approval';

/**
 * Id of the one workflow of a request.
 * @example approvalWorkflowId('0198...') === 'approval/0198...'
 */
export function approvalWorkflowId(approvalId: string): string {
  return `approval/${approvalId}`;
}

/** Says "look again"; carries nothing, so a lost, doubled or late one is harmless. */
export const wakeSignal = defineSignal('wake');

export interface ApprovalWorkflowInput {
  organizationId: string;
  approvalId: string;
  /** Longest time between two looks: what changes without a wake-up, such as a delegation that begins, is seen by then. */
  longestWaitMs: number;
}

/** What one look found and did. Counts and instants only. */
export interface ApprovalLook {
  state: 'pending' | 'approved' | 'declined' | 'cancelled';
  level: number;
  /** Mails sent by this look. */
  sent: number;
  /** Mails that could not be sent now. */
  unsent: number;
  isEscalated: boolean;
  /** RFC 3339, UTC: when the next reminder or escalation is due; null = nothing is. */
  nextDueAt: string | null;
}

export interface ApprovalWorkflowOutput {
  state: 'approved' | 'declined' | 'cancelled';
  level: number;
}

const DAY_MS = 86_400_000;

/** The input every caller uses. */
export function approvalWorkflowInput(organizationId: string, approvalId: string): ApprovalWorkflowInput {
  return { organizationId, approvalId, longestWaitMs: DAY_MS };
}
