/** API tokens: what a program signs in with, for a user in one organisation. */
import type { TokenScope } from '../../access/token-scopes';
import type { RecordFields } from '../../shared/record-fields';

export interface ApiToken extends RecordFields {
  /** Whose token it is: it can never do more than they can at the moment. */
  userId: string;
  name: string;
  scopes: TokenScope[];
  /** SHA-256 of the token. */
  secretHash: Buffer;
  /** Null = it does not end by itself. */
  expiresAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
}
