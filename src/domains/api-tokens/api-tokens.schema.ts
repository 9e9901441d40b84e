/** Shapes of the operations of API tokens (API.md §2). */
import { z } from 'zod';
import { tokenScopes } from '../../access/token-scopes';
import { instant, pageQuery, recordFields, uuid } from '../../http/schemas';

const scopes = z
  .array(z.enum(tokenScopes))
  .min(1)
  .max(tokenScopes.length)
  .describe(
    'Permissions, `read` for all that read, `write` for all that its maker may; never more than its maker may at the moment.',
  );

export const apiTokenAnswer = z
  .strictObject({
    ...recordFields,
    user_id: uuid.describe('Its maker.'),
    name: z.string(),
    scopes: z.array(z.string()),
    expires_at: instant.nullable().describe('Null: it does not end by itself.'),
    last_used_at: instant.nullable().describe('To the minute.'),
  })
  .meta({ id: 'ApiToken' });

/** `secret` is shown once: the answer to a repeated Idempotency-Key has null. */
export const newApiTokenAnswer = apiTokenAnswer
  .extend({ secret: z.string().nullable().describe('The token itself, shown this once; null in a repeated answer.') })
  .meta({ id: 'NewApiToken' });

export const newApiTokenBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  scopes,
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});

export const apiTokensQuery = z.strictObject({ ...pageQuery, user_id: uuid.optional().describe('Of one maker.') });
