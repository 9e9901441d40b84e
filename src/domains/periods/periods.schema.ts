/** Shapes of periods. */
import { z } from 'zod';
import { instant, recordFields, uuid } from '../../http/schemas';
import { approvalAnswer } from '../approvals/approvals.schema';

export const periodStates = ['open', 'closed'] as const;

export const periodAnswer = z
  .strictObject({
    ...recordFields,
    month: z.string(),
    state: z.enum(periodStates),
    closed_at: instant.nullable(),
    closed_by: uuid.nullable().describe('A user.'),
  })
  .meta({ id: 'Period' });

/** The request that has to be approved before the month is closed. */
export const closingApproval = approvalAnswer;
