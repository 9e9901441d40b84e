/** API tokens as they are answered: never their digest. */
import { withRecordFields } from '../../shared/record-fields';
import type { ApiToken } from './api-tokens.types';

/** One token, without anything it could be used by. */
export function presentApiToken(token: ApiToken): object {
  return withRecordFields(token, {
    user_id: token.userId,
    name: token.name,
    scopes: token.scopes,
    expires_at: token.expiresAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
  });
}

/** A token as the audit log keeps it. */
export function auditedApiToken({ secretHash: _, ...token }: ApiToken): object {
  return token;
}
