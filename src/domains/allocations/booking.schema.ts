/** What booking answers. */
import { z } from 'zod';
import { approvalAnswer } from '../approvals/approvals.schema';
import { impactSchema } from '../capacity/impact.schema';
import { allocationAnswer } from './allocations.schema';

/** One allocation with what it does to the plan. */
export const planningAnswer = allocationAnswer.extend({ impact: impactSchema });

export const bookedAnswer = z.union([
  planningAnswer,
  z.strictObject({ items: z.array(allocationAnswer), impact: impactSchema }),
]);

/** Tentative until the approval is given; of many, those that would have been firm have one each. */
export const awaitingAnswer = z.union([
  planningAnswer.extend({ approval: approvalAnswer }),
  z.strictObject({ items: z.array(allocationAnswer), impact: impactSchema, approvals: z.array(approvalAnswer) }),
]);
