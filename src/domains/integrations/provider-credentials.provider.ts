/** Credentials as a name that tells nothing: for keys of counters and of kept sessions. */
import { createHash } from 'node:crypto';
import type { ProviderCredentials } from './provider.types';

/** The same for the same key; a rotated refresh token is still the same client application. */
export function digestOf(credentials: ProviderCredentials): string {
  const identity = 'apiKey' in credentials ? credentials.apiKey : credentials.clientId;
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}
