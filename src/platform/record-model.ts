/** The Objection base of every table of an organisation: composite key, and snake_case mapped to camelCase once, here. */
import { Model, snakeCaseMappers } from 'objection';

export type { RecordFields } from '../shared/record-fields';

export class RecordModel extends Model {
  static override idColumn: string | string[] = ['organization_id', 'id'];
  static override columnNameMappers = snakeCaseMappers();
}
