/** The Objection base of every table of an organisation: composite key, and snake_case mapped to camelCase once, here. */
import { Model, snakeCaseMappers } from 'objection';

import type { CountedRow } from './known-totals';
import type { RecordFields } from '../shared/record-fields';

export type { RecordFields };

const COUNTED_COLUMNS: ReadonlySet<string> = new Set<keyof CountedRow>(['data_version', 'record_count']);

export class RecordModel extends Model {
  static override idColumn: string | string[] = ['organization_id', 'id'];
  static override columnNameMappers = snakeCaseMappers();
}

/**
 * Rows of one statement, as the driver gave them, as records: what the model itself would make of them, without making a model
 * of each, which takes longer than reading them. What the statement of a list adds to each row is left out.
 */
export function recordsOf<R extends RecordFields>(model: typeof RecordModel, rows: readonly object[]): R[] {
  const [first] = rows;
  if (first === undefined) return [];
  const own = Object.keys(first).filter((column) => !COUNTED_COLUMNS.has(column));
  const columns = own.map((column) => [column, model.columnNameToPropertyName(column)] as const);
  return rows.map((row) => {
    const record: Record<string, unknown> = {};
    for (const [column, property] of columns) record[property] = (row as Record<string, unknown>)[column];
    return record as unknown as R;
  });
}
