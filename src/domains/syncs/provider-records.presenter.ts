/** Providers' records and the health of syncs as they are answered, to admins alone. */
import { maskedFields } from './masked-fields.rules';
import type { ListedRecord, SyncHealth } from './provider-records.types';

/** A record, with private values masked. */
export function presentProviderRecord(record: ListedRecord): object {
  return {
    id: record.id,
    connection_id: record.connectionId,
    provider: record.provider,
    kind: record.kind,
    external_id: record.externalId,
    owner_external_id: record.ownerExternalId,
    fields: maskedFields(record.fields),
    changed_at: record.changedAt.toISOString(),
    seen_at: record.seenAt.toISOString(),
    vanished_at: record.vanishedAt?.toISOString() ?? null,
    entity_type: record.entityType,
    entity_id: record.entityId,
    applied: record.isApplied,
  };
}

/** One connection's health. */
export function presentSyncHealth(health: SyncHealth): object {
  return {
    connection_id: health.connectionId,
    provider: health.provider,
    status: health.status,
    error: health.error,
    last_sync_at: health.lastSyncAt?.toISOString() ?? null,
    age_seconds: health.ageSeconds,
    lag_seconds: health.lagSeconds,
    phase: health.phase,
    last_state: health.lastState,
    failed_runs_of_week: health.failedRunsOfWeek,
    accounts: health.accounts,
    records: health.records,
  };
}
