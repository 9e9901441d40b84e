/** What a step did, gathered while it works and stored at its end. */
import type { MirrorRecord } from './mirror-records.types';
import type { PlannedChange } from './apply.types';
import type { SyncChange, SyncCounts, SyncError } from './syncs.types';

/** Codes that mean "not now" rather than "not so". */
const HELD = 'period_closed';

export class SyncOutcome {
  readonly changes: SyncChange[] = [];
  readonly errors: SyncError[] = [];
  /** Records looked at, whatever became of them. */
  met = 0;
  readonly counts: SyncCounts = {
    seen: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    tombstoned: 0,
    failed: 0,
    held: 0,
    waiting: 0,
    erased: 0,
  };

  /** `reads` false: the run has read nothing, so what it sees is what it looks at. */
  constructor(private readonly reads = true) {}

  /** These are looked at, whatever becomes of them. */
  meets(records: readonly MirrorRecord[]): void {
    this.met += records.length;
    if (!this.reads) this.counts.seen += records.filter(({ vanishedAt }) => vanishedAt === null).length;
  }

  /** The record was applied as `change` says; `entityId` null when it is nothing any more. */
  applied(record: MirrorRecord, change: PlannedChange, entityId: string | null): void {
    this.changes.push({ ...placeOf(record), ...change, entityId: entityId ?? record.entityId });
    if (record.vanishedAt !== null) this.counts.tombstoned += 1;
    else if (record.appliedHash === null) this.counts.created += 1;
    else this.counts.updated += 1;
  }

  /** A field stays as somebody edited it. */
  differs(record: MirrorRecord, change: PlannedChange, entityId: string | null): void {
    this.changes.push({ ...placeOf(record), ...change, entityId });
  }

  /** Something else moved because of a record that was counted before. */
  alsoChanged(change: SyncChange): void {
    this.changes.push(change);
  }

  /** It could not be applied; a closed month holds it back until it is open again. */
  failed(record: MirrorRecord, code: string, change: PlannedChange | null): void {
    this.errors.push({ ...placeOf(record), code, detail: null });
    this.counts.failed += 1;
    if (record.vanishedAt !== null) this.counts.seen += 1;
    if (code !== HELD) return;
    this.counts.held += 1;
    if (change !== null)
      this.changes.push({ ...placeOf(record), ...change, action: 'held', entityId: record.entityId });
  }

  /** Nobody here is behind these records' account yet. */
  waits(records: number): void {
    this.counts.waiting += records;
  }
}

function placeOf({ kind, externalId }: MirrorRecord): { recordKind: string; externalId: string } {
  return { recordKind: kind, externalId };
}
