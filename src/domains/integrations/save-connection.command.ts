/** Connects a provider, changes a connection, takes it back. */
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { RecordPatch } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { newId } from '../../shared/ids';
import { auditedConnection } from './connection-audit.rules';
import { closeCredentials } from './connection-credentials.rules';
import { secretContext } from './connection-secrets.rules';
import { ConnectionRepository } from './connections.repository';
import type { Connection, ConnectionProvider, ConnectionStatus } from './connections.types';
import type { ProviderCredentials } from './provider.types';

/** What a caller may set; undefined = as it is, null = taken away. */
export interface ConnectionInput {
  credentials?: ProviderCredentials | null | undefined;
  webhookSecret?: string | null | undefined;
  absenceTypes?: Record<string, string | null> | undefined;
  status?: ConnectionStatus | undefined;
}

/**
 * The organisation's one connection to `provider`, new or changed. Without credentials it is in error (READINGS 46).
 * @throws DomainError stale_version
 */
export async function connectProvider(
  uow: UnitOfWork,
  ring: KeyRing,
  request: { provider: ConnectionProvider; input: ConnectionInput },
): Promise<Connection> {
  const { provider, input } = request;
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const before = await connections.findOfProvider(provider);
  if (before !== undefined) return changeConnection(uow, ring, { before, input });
  const id = newId();
  const after = await connections.insert({
    id,
    provider,
    absenceTypes: {},
    externalCompanyId: null,
    scheduleCron: null,
    scheduleTimezone: null,
    scheduleKinds: null,
    scheduleEnabled: false,
    lastSyncAt: null,
    credentials: null,
    credentialsSetAt: null,
    webhookSecret: null,
    status: 'error',
    error: 'credentials_missing',
    ...patchOf(uow, ring, { connectionId: id, input }),
  });
  recordConnection(uow, 'connection.created', { before: null, after });
  return after;
}

/**
 * Changes a connection that was read in this transaction. New credentials make it connected and wake what waits for them; a
 * status other than `revoked` is not the caller's to set and is ignored.
 * @throws DomainError stale_version
 */
export async function changeConnection(
  uow: UnitOfWork,
  ring: KeyRing,
  { before, input }: { before: Connection; input: ConnectionInput },
): Promise<Connection> {
  uow.checkMatch(before.version);
  const patch = patchOf(uow, ring, { connectionId: before.id, input });
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const after = await connections.update(before, patch, []);
  recordConnection(uow, 'connection.updated', { before, after });
  return after;
}

/** Audit entry and event of a change; the event wakes a run that waits for credentials. */
export function recordConnection(
  uow: UnitOfWork,
  event: string,
  { before, after }: { before: Connection | null; after: Connection },
): void {
  const facts = { entityType: 'connection', entityId: after.id };
  const isGone = after.deletedAt !== null;
  uow.audit({
    event,
    ...facts,
    before: before === null ? null : auditedConnection(before),
    after: isGone ? null : auditedConnection(after),
  });
  uow.emit({ type: event, ...facts, version: after.version });
}

function patchOf(
  uow: UnitOfWork,
  ring: KeyRing,
  { connectionId, input }: { connectionId: string; input: ConnectionInput },
): RecordPatch<Connection> {
  const { credentials, webhookSecret, absenceTypes } = input;
  const { organizationId } = uow;
  const signing = secretContext(organizationId, connectionId, 'webhook_secret');
  const shared: RecordPatch<Connection> = {
    ...(absenceTypes === undefined ? {} : { absenceTypes }),
    ...(webhookSecret === undefined
      ? {}
      : { webhookSecret: webhookSecret === null ? null : ring.encrypt(webhookSecret, signing) }),
  };
  if (input.status === 'revoked') {
    return {
      ...shared,
      status: 'revoked',
      error: null,
      credentials: null,
      credentialsSetAt: null,
      webhookSecret: null,
    };
  }
  if (credentials === undefined) return shared;
  if (credentials === null) {
    return { ...shared, status: 'error', error: 'credentials_missing', credentials: null, credentialsSetAt: null };
  }
  const sealed = closeCredentials(ring, { organizationId, connectionId }, credentials);
  return { ...shared, status: 'connected', error: null, credentials: sealed, credentialsSetAt: uow.now };
}
