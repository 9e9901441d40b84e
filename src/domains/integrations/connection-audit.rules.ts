/** A connection as the audit log keeps it: which secrets there are, never what they are, not even encrypted. */
import type { Connection } from './connections.types';

/** The record without its ciphertexts. */
export function auditedConnection(connection: Connection): object {
  const { credentials, webhookSecret, ...rest } = connection;
  return { ...rest, hasCredentials: credentials !== null, hasWebhookSecret: webhookSecret !== null };
}
