/** Rows of `provider_records` as records. */
import type { RecordKind } from '../integrations/provider-records.types';
import type { MirrorRecord } from './mirror-records.types';

export interface MirrorRow {
  id: string;
  kind: RecordKind;
  external_id: string;
  owner_external_id: string | null;
  fields: Record<string, unknown>;
  content_hash: Buffer;
  applied_hash: Buffer | null;
  entity_type: string | null;
  entity_id: string | null;
  vanished_at: Date | null;
}

/** The record of a row. */
export function toMirrorRecord(row: MirrorRow): MirrorRecord {
  return {
    id: row.id,
    kind: row.kind,
    externalId: row.external_id,
    ownerExternalId: row.owner_external_id,
    fields: row.fields,
    contentHash: row.content_hash,
    appliedHash: row.applied_hash,
    entityType: row.entity_type,
    entityId: row.entity_id,
    vanishedAt: row.vanished_at,
  };
}
