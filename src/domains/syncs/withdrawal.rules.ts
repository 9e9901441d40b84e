/** What a run's changes say has to be taken back when an account turns out to be somebody else's. */
import type { SyncChange } from './syncs.types';

/** A change as the log of runs has it. */
export type LoggedChange = Pick<SyncChange, 'action' | 'entityType' | 'entityId' | 'before' | 'after'>;

/** Fields of a record that was there before, as they were before the first change and after the last one. */
export interface Restoration {
  entityType: 'person' | 'engagement';
  entityId: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** Fields that count as edited since the record was taken for the provider's. */
  keptFields: string[];
}

/** Ids of what was made, in the order it was. @example madeBy([created absence a-1, updated a-1], 'absence') is ['a-1'] */
export function madeBy(log: readonly LoggedChange[], entityType: string): string[] {
  const made = log.filter((one) => one.action === 'created' && one.entityType === entityType);
  return [...new Set(made.map(({ entityId }) => entityId).filter((id) => id !== null))];
}

/** Of everything that was changed and not made: what each field was at first and became at last. */
export function restorations(log: readonly LoggedChange[]): Restoration[] {
  const made = new Set(madeBy(log, 'engagement'));
  const found = new Map<string, Restoration>();
  for (const { entityId, entityType: type, before, after } of log) {
    const entityType = type === 'external_account' ? 'person' : type;
    if (entityId === null || before === null || made.has(entityId)) continue;
    if (entityType !== 'person' && entityType !== 'engagement') continue;
    const restoration = found.get(entityId) ?? { entityType, entityId, before: {}, after: {}, keptFields: [] };
    found.set(entityId, restoration);
    for (const [field, value] of Object.entries(before)) note(restoration, field, { value, after: after?.[field] });
  }
  return [...found.values()];
}

function note(restoration: Restoration, field: string, { value, after }: { value: unknown; after: unknown }): void {
  if (field === 'editedFields') {
    const had = new Set(textsOf(value));
    restoration.keptFields.push(...textsOf(after).filter((name) => !had.has(name)));
    return;
  }
  if (!(field in restoration.before)) restoration.before[field] = value;
  restoration.after[field] = after;
}

/** Addresses and numbers that were added to the person. */
export function addedContacts(log: readonly LoggedChange[]): { emails: string[]; identifiers: string[] } {
  const added = (name: string): string[] => log.flatMap(({ after }) => textsOf(after?.[name]));
  return { emails: added('emails'), identifiers: added('identifiers') };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
