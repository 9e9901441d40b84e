/** Asks a provider whether it accepts our credentials. */
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { openCredentials } from './connection-credentials.rules';
import { ConnectionRepository } from './connections.repository';
import type { Connection } from './connections.types';
import { recordConnection } from './save-connection.command';
import { ProviderError, type ConnectionFacts, type Provider, type ProviderCredentials } from './provider.types';

/** What is needed to ask, with no transaction open. */
export interface ConnectionToTest {
  organizationId: string;
  connectionId: string;
  provider: string;
  credentials: ProviderCredentials;
}

export type TestOutcome = { ok: true; facts: ConnectionFacts } | { ok: false; error: string };

/** @throws DomainError not_found, conflict without credentials, SecretUnreadableError */
export async function findConnectionToTest(uow: UnitOfWork, ring: KeyRing, id: string): Promise<ConnectionToTest> {
  const connection = await new ConnectionRepository(uow.trx, uow.organizationId).get(id);
  const credentials = openCredentials(ring, connection);
  if (credentials === null) throw new DomainError('conflict', 'The connection has no credentials to test.');
  return { organizationId: uow.organizationId, connectionId: id, provider: connection.provider, credentials };
}

/** Calls the provider; a refusal is an outcome, not an error. */
export async function askProvider(
  provider: Provider | undefined,
  { credentials }: ConnectionToTest,
  onCredentialsRotated: (credentials: ProviderCredentials) => Promise<void>,
): Promise<TestOutcome> {
  if (provider === undefined) return { ok: false, error: 'not_supported' };
  try {
    return { ok: true, facts: await provider.testConnection({ credentials, onCredentialsRotated }) };
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, error: connectionErrorOf(error) };
    throw error;
  }
}

/** Keeps what came out: only what a person must mend makes the status an error. @throws DomainError not_found */
export async function storeTestOutcome(uow: UnitOfWork, id: string, outcome: TestOutcome): Promise<Connection> {
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const before = await connections.getForUpdate(id);
  const passing = !outcome.ok && (outcome.error === 'rate_limited' || outcome.error === 'unavailable');
  const patch = outcome.ok
    ? { status: 'connected' as const, error: null, externalCompanyId: outcome.facts.accountExternalId }
    : { status: 'error' as const, error: outcome.error };
  const after = passing ? before : await connections.update(before, patch, []);
  recordConnection(uow, 'connection.tested', { before, after });
  return after;
}

/** A connection's error code for a provider's refusal. @example a revoked key is `credentials_revoked` */
export function connectionErrorOf(error: ProviderError): string {
  return error.reason === 'revoked' ? 'credentials_revoked' : error.reason;
}
