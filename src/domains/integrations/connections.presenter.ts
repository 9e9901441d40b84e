/** Providers and connections as they are answered: of a secret, only whether there is one. */
import { withRecordFields } from '../../shared/record-fields';
import type { Connection } from './connections.types';
import { providerIdOf, type ProviderDescription } from './providers.rules';

/** A connection; the only audience is who may read connections. */
export function presentConnection(connection: Connection): object {
  const { scheduleCron, scheduleTimezone, scheduleKinds, scheduleEnabled } = connection;
  return withRecordFields(connection, {
    provider_id: providerIdOf(connection.provider),
    provider_key: connection.provider,
    status: connection.status,
    last_sync_at: connection.lastSyncAt?.toISOString() ?? null,
    error: connection.error,
    has_credentials: connection.credentials !== null,
    credentials_set_at: connection.credentialsSetAt?.toISOString() ?? null,
    has_webhook_secret: connection.webhookSecret !== null,
    absence_types: connection.absenceTypes,
    schedule:
      scheduleCron === null
        ? null
        : { cron: scheduleCron, timezone: scheduleTimezone, kinds: scheduleKinds, enabled: scheduleEnabled },
  });
}

/** A provider and what it can do. */
export function presentProvider({ id, key, name, syncKinds, webhooks, credentials }: ProviderDescription): object {
  return { id, provider_key: key, name, capabilities: { sync_kinds: syncKinds, webhooks, credentials } };
}
