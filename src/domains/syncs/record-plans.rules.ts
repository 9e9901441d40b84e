/** Plans for records, made alike whatever the record is. */
import type { PlanScope } from '../capacity/impact.types';
import type { AppliedEntity, PlannedChange, RecordPlan } from './apply.types';
import { compareFields, type FieldComparison } from './compare-fields.rules';
import type { MirrorRecord } from './mirror-records.types';

/** Nothing to write. */
export function planSettled(record: MirrorRecord, entity: AppliedEntity | null): RecordPlan {
  return { outcome: 'settled', record, entity, differs: null };
}

/** Nothing to write, and whatever the record became stays what it is. */
export function planKept(record: MirrorRecord): RecordPlan {
  const { entityType: type, entityId: id } = record;
  return planSettled(record, type === null || id === null ? null : { type, id });
}

/** Cannot be applied as it is. */
export function planFailure(record: MirrorRecord, code: string): RecordPlan {
  return { outcome: 'failed', record, code };
}

/**
 * A new entity (`before` null in the comparison) or a changed one; when nothing of it may be written, what differs is all that
 * is left of the plan.
 */
export function planWrite(plan: {
  record: MirrorRecord;
  entityType: string;
  entityId?: string;
  scope: PlanScope | null;
  comparison: Omit<FieldComparison, 'before'> & { before: Record<string, unknown> | null };
  write: () => Promise<{ id: string }>;
}): RecordPlan {
  const { record, entityType, entityId, scope, comparison, write } = plan;
  const differs: PlannedChange | null =
    comparison.differs === null ? null : { action: 'differs', entityType, ...comparison.differs };
  if (entityId !== undefined && Object.keys(comparison.patch).length === 0) {
    return { outcome: 'settled', record, entity: { type: entityType, id: entityId }, differs };
  }
  const action = entityId === undefined ? ('created' as const) : ('updated' as const);
  return {
    outcome: 'write',
    record,
    scope,
    change: { action, entityType, before: comparison.before, after: comparison.patch },
    differs,
    apply: async () => ({ type: entityType, id: (await write()).id }),
  };
}

/**
 * The record becomes an entity that somebody entered here before; what the provider says otherwise is shown and left as it was
 * entered, also from now on. `keep` stores that these fields are edited.
 */
export function planAdoption(plan: {
  record: MirrorRecord;
  entityType: string;
  same: { id: string; editedFields: readonly string[] };
  wanted: Readonly<Record<string, unknown>>;
  keep: (fields: readonly string[]) => Promise<{ id: string }>;
}): RecordPlan {
  const { record, entityType, same, wanted, keep } = plan;
  const { differs } = compareFields({ ...same, editedFields: Object.keys(wanted) }, wanted);
  if (differs === null) return planSettled(record, { type: entityType, id: same.id });
  const kept = Object.keys(differs.after);
  return {
    outcome: 'write',
    record,
    scope: null,
    change: {
      action: 'updated',
      entityType,
      before: { editedFields: same.editedFields },
      after: { editedFields: [...new Set([...same.editedFields, ...kept])].sort() },
    },
    differs: { action: 'differs', entityType, ...differs },
    apply: async () => ({ type: entityType, id: (await keep(kept)).id }),
  };
}

/** The entity goes: its record has vanished, or says that there is nothing any more. */
export function planRemoval(plan: {
  record: MirrorRecord;
  entityType: string;
  before: Record<string, unknown>;
  scope: PlanScope | null;
  remove: () => Promise<unknown>;
}): RecordPlan {
  const { record, entityType, before, scope, remove } = plan;
  return {
    outcome: 'write',
    record,
    scope,
    change: { action: 'tombstoned', entityType, before, after: null },
    differs: null,
    apply: async () => {
      await remove();
      return null;
    },
  };
}
