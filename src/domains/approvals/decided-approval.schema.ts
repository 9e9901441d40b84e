/** Shapes of what a decision answers, and a look at what it would do. Apart from approvals.schema.ts, which conflicts answer with. */
import { z } from 'zod';
import { queryFlag } from '../../http/schemas';
import { impactSchema } from '../capacity/impact.schema';
import { approvalAnswer } from './approvals.schema';

export const decisionQuery = z.strictObject({
  dry_run: queryFlag
    .optional()
    .describe('`true` answers 200 with the impact that the decision would have, and writes nothing.'),
});

const impact = impactSchema
  .nullable()
  .describe('Null where no figure and no conflict moves: not the last vote, a refusal, a month that is closed.');

/** A decision that is tried and taken back. */
export const triedDecision = z.strictObject({ dry_run: z.literal(true), impact });

/** The request after a decision, with what the decision did to the plan. */
export const decidedApproval = z.union([
  approvalAnswer.extend({ impact }).meta({ id: 'DecidedApproval' }),
  triedDecision,
]);
