/** Opens and closes the credentials of a connection. Only what talks to the provider may open them. */
import { secretContext } from './connection-secrets.rules';
import type { ProviderCredentials } from './provider.types';

/** The part of a key ring that is needed. */
interface Opener {
  decrypt(ciphertext: Buffer, context: string): string;
}
interface Closer {
  encrypt(text: string, context: string): Buffer;
}

/** The credentials in clear; null when there are none. @throws SecretUnreadableError */
export function openCredentials(
  ring: Opener,
  connection: { organizationId: string; id: string; credentials: Buffer | null },
): ProviderCredentials | null {
  const { organizationId, id, credentials } = connection;
  if (credentials === null) return null;
  return JSON.parse(ring.decrypt(credentials, secretContext(organizationId, id, 'credentials'))) as ProviderCredentials;
}

/** The credentials as they are stored. */
export function closeCredentials(
  ring: Closer,
  owner: { organizationId: string; connectionId: string },
  credentials: ProviderCredentials,
): Buffer {
  return ring.encrypt(
    JSON.stringify(credentials),
    secretContext(owner.organizationId, owner.connectionId, 'credentials'),
  );
}
