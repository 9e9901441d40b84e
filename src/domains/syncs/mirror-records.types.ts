/** The mirror of what providers say, record by record. */
import type { RecordKind } from '../integrations/provider-records.types';

/** A stored record as it is applied. */
export interface MirrorRecord {
  id: string;
  kind: RecordKind;
  externalId: string;
  ownerExternalId: string | null;
  fields: Record<string, unknown>;
  contentHash: Buffer;
  /** What the plan has of it; null when nothing was applied yet. */
  appliedHash: Buffer | null;
  entityType: string | null;
  entityId: string | null;
  vanishedAt: Date | null;
}
