/** What applying a provider's records is made of: a plan for each record, decided before anything is written. */
import type { PlanScope } from '../capacity/impact.types';
import type { MirrorRecord } from './mirror-records.types';
import type { SyncChange } from './syncs.types';

/** What a record became here. */
export interface AppliedEntity {
  type: string;
  id: string;
}

/** The part of a change that its planner knows. */
export type PlannedChange = Pick<SyncChange, 'action' | 'entityType' | 'before' | 'after'>;

/**
 * - `write`: `apply` writes it and answers what the record is now (null = nothing any more); `scope` says whose days move.
 * - `settled`: nothing to write; the record is what it was, or nothing.
 * - `failed`: it cannot be applied as it is.
 * `differs` comes with any of the first two: what was left as somebody edited it.
 */
export type RecordPlan =
  | {
      outcome: 'write';
      record: MirrorRecord;
      scope: PlanScope | null;
      change: PlannedChange;
      differs: PlannedChange | null;
      apply: () => Promise<AppliedEntity | null>;
    }
  | { outcome: 'settled'; record: MirrorRecord; entity: AppliedEntity | null; differs: PlannedChange | null }
  | { outcome: 'failed'; record: MirrorRecord; code: string };

export type WritePlan = Extract<RecordPlan, { outcome: 'write' }>;
