/** A conflict as it is answered (API.md §4). */
import { z } from 'zod';
import { instant, isoDate, uuid } from '../../http/schemas';
import { approvalAnswer } from '../approvals/approvals.schema';
import { conflictKinds, conflictStates } from './conflicts.types';

/** Why a conflict is accepted: at least one visible character. */
export const acceptBody = z.strictObject({ reason: z.string().trim().min(1).max(2_000) });

export const conflictSchema = z
  .strictObject({
    id: uuid.nullable().describe('Null only in a dry run, of a conflict that does not exist yet.'),
    kind: z.enum(conflictKinds),
    state: z.enum(conflictStates),
    person_id: uuid,
    start_date: isoDate,
    end_date: isoDate,
    days: z.array(
      z.strictObject({
        date: isoDate,
        minutes_over: z
          .int()
          .min(0)
          .describe('Of `unschedulable` minutes that found no place, of `rest_breach` minutes of rest that lack.'),
      }),
    ),
    over_minutes: z.int().min(0).describe('Sum over `days`.'),
    causes: z.array(
      z.strictObject({ type: z.enum(['allocation', 'absence', 'holiday']), id: uuid.nullable(), label: z.string() }),
    ),
    accepted_by: uuid.nullable().describe('A user.'),
    reason: z.string().nullable().describe('Why it was accepted.'),
    first_seen_at: instant.nullable(),
  })
  .meta({ id: 'Conflict' });

/** The request that has to be approved before a conflict is accepted. */
export const acceptanceApproval = approvalAnswer;
