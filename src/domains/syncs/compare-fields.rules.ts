/** What a record has and what the provider says, field by field; what somebody edited by hand is left alone. */

export interface FieldComparison {
  /** To be written; empty = nothing. */
  patch: Record<string, unknown>;
  /** The same fields as they are. */
  before: Record<string, unknown>;
  /** Fields that stay as somebody edited them, as they are and as the provider has them; null when there are none. */
  differs: { before: Record<string, unknown>; after: Record<string, unknown> } | null;
}

/**
 * `isOurs` = the record was made here and not by a sync: then the provider's word only fills what is empty.
 * @example compareFields({ editedFields: ['notes'], notes: 'a', status: 'x' }, { notes: 'b', status: 'y' }).patch is { status: 'y' }
 */
export function compareFields(
  stored: { editedFields: readonly string[] },
  wanted: Readonly<Record<string, unknown>>,
  isOurs = false,
): FieldComparison {
  const has = stored as unknown as Record<string, unknown>;
  const changed = Object.keys(wanted).filter((field) => JSON.stringify(has[field]) !== JSON.stringify(wanted[field]));
  const isKept = (field: string): boolean =>
    stored.editedFields.includes(field) || (isOurs && has[field] !== null && has[field] !== undefined);
  const pick = (source: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(fields.map((field) => [field, source[field]]));
  const kept = changed.filter(isKept);
  const written = changed.filter((field) => !isKept(field));
  return {
    patch: pick(wanted, written),
    before: pick(has, written),
    differs: kept.length === 0 ? null : { before: pick(has, kept), after: pick(wanted, kept) },
  };
}
