/** Shapes of requests for approval and their answers. */
import { z } from 'zod';
import { instant, isoDate, pageQuery, queryFlag, recordFields, uuid } from '../../http/schemas';
import type { AllocationInput } from '../allocations/allocation-record.rules';
import { allocationInputOf, newAllocation } from '../allocations/allocations.schema';
import { approverRule } from './approval-policies.schema';
import { approvalKinds, approvalStates, levelRules, subjectTypes } from './approvals.types';

const text = z.string().trim().min(1).max(2_000);
const verdict = z.enum(['approved', 'declined']);

export const approvalQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(approvalStates).optional(),
  kind: z.enum(approvalKinds).optional(),
  mine: queryFlag.optional(),
});

export const approveBody = z.strictObject({ comment: text.nullable().optional() });
export const declineBody = z.strictObject({ comment: text });
export const cancelBody = z.strictObject({});

export const allocationRequest = newAllocation.extend({ message: text.nullable().optional() });

/** What is asked for, and the words with it. */
export function allocationRequestOf({ message, ...allocation }: z.output<typeof allocationRequest>): {
  input: AllocationInput;
  message: string | null;
} {
  return { input: allocationInputOf(allocation), message: message ?? null };
}

const requestedAllocation = z.strictObject({
  person_id: uuid,
  project_id: uuid.nullable(),
  task_id: uuid.nullable(),
  start_date: isoDate,
  end_date: isoDate,
  percent: z.number().nullable(),
  basis: z.enum(['nominal', 'net']).nullable(),
  hours_per_week: z.number().nullable(),
  minutes_per_day: z.int().nullable(),
  total_minutes: z.int().nullable(),
  status: z.enum(['firm', 'tentative']),
  notes: z.string().nullable(),
});

const step = z.strictObject({
  level: z.int().min(1),
  state: z.enum(['waiting', 'open', 'approved', 'declined', 'cancelled']),
  approvers: z.array(approverRule),
  rule: z.enum(levelRules),
  quorum: z.int().nullable(),
  opened_at: instant.nullable(),
  closed_at: instant.nullable(),
  reminder_due_at: instant.nullable(),
  escalation_due_at: instant.nullable(),
  escalated_at: instant.nullable(),
  may_decide: z.array(z.strictObject({ user_id: uuid, for_user_ids: z.array(uuid) })),
  decisions: z.array(
    z.strictObject({
      user_id: uuid,
      for_user_id: uuid,
      verdict,
      comment: z.string().nullable(),
      decided_at: instant,
    }),
  ),
});

export const approvalAnswer = z
  .strictObject({
    ...recordFields,
    kind: z.enum(approvalKinds),
    state: z.enum(approvalStates),
    subject: z.strictObject({ type: z.enum(subjectTypes), id: uuid }),
    person_id: uuid.nullable(),
    requested_by: uuid,
    message: z.string().nullable(),
    requested_allocation: requestedAllocation.nullable(),
    current_level: z.int().min(1),
    decided_at: instant.nullable(),
    workflow_id: z.string(),
    steps: z.array(step),
  })
  .meta({ id: 'Approval' });
