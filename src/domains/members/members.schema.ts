/** Shapes of the members' operations (API.md §2). */
import { z } from 'zod';
import { roles } from '../../access/role-grants';
import { instant, recordFields, uuid } from '../../http/schemas';
import { memberStates } from './members.types';

/** Two spellings of an address are one account. */
export const emailAddress = z
  .email()
  .max(320)
  .transform((email) => email.toLowerCase());

export const memberAnswer = z
  .strictObject({
    ...recordFields,
    state: z.enum(memberStates),
    email: z.string().nullable(),
    full_name: z.string().nullable(),
    role: z.enum(roles),
    person_id: uuid.nullable().describe('Who the member is in the plan; null when nobody.'),
    user_id: uuid.nullable().describe('Null until the invitation is accepted.'),
    invited_by: uuid.nullable(),
    invitation_expires_at: instant.nullable(),
    deactivated_at: instant.nullable().describe('Set while the member may not enter.'),
    last_entered_at: instant.nullable(),
  })
  .meta({ id: 'Member' });

/** `invitation_url` is shown once: the answer to a repeated Idempotency-Key has null. */
export const invitedAnswer = memberAnswer
  .extend({ invitation_url: z.url().nullable().describe('Shown this once; null in a repeated answer.') })
  .meta({ id: 'InvitedMember' });

export const newMember = z.strictObject({
  email: emailAddress,
  role: z.enum(roles).describe('Only an owner makes owners.'),
  person_id: uuid.nullish().describe('Who they are in the plan.'),
});

/** `state` takes `deactivated` and `active`; `invited`, as an answer may say, is ignored. */
export const changedMember = z.strictObject({
  role: z.enum(roles).optional(),
  person_id: uuid.nullable().optional().describe('Who they are in the plan; null for nobody.'),
  state: z
    .enum(memberStates)
    .optional()
    .describe('`deactivated` signs them out at once, `active` lets them in again; `invited` is ignored.'),
});

export const memberFilters = {
  state: z.enum(memberStates).optional(),
  role: z.enum(roles).optional(),
};
