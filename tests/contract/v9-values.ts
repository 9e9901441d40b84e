/** Valid values for the fields of version 9, and the check that an answer's fields have their types. */
import { newId } from '../../src/shared/ids';
import { uniqueName } from '../support/resources';
import type { Entity, FieldType } from './v9-entities';

/** Ids of records that exist, by the name of the field that refers to them. */
export type References = Readonly<Record<string, string>>;

const WORKWEEK = { monday: 7, tuesday: 7, wednesday: 7, thursday: 7, friday: 7, saturday: 0, sunday: 0 };

/** Fields whose type alone does not say what is valid. */
const examples: Readonly<Record<string, () => unknown>> = {
  start_date: () => '2026-11-23',
  end_date: () => '2026-11-27',
  due_date: () => '2026-11-27',
  period_start: () => '2026-11-23',
  period_end: () => '2026-12-20',
  active_from: () => '2026-11-23',
  effective_from: () => '2026-11-01',
  effective_to: () => '2026-12-31',
  date: () => '2026-12-24',
  from: () => '2026-11-23',
  to: () => '2026-11-29',
  timezone: () => 'Europe/Paris',
  default_workweek: () => WORKWEEK,
  workweek: () => WORKWEEK,
  rules: () => ({}),
  color: () => '#336699',
  key: () => `K${newId().slice(-6).toUpperCase()}`,
  type: () => 'paid_leave',
  status: () => 'active',
  is_full_day: () => false,
  hours: () => 3.5,
  // One load an allocation: the percent.
  hours_per_week: () => null,
  percent: () => 50,
  page: () => 1,
  page_size: () => 10,
  min_score: () => 0.6,
  q: () => 'person',
  provider: () => 'payfit',
  unlinked: () => true,
};

/** A body with all fields of the entity or with what it requires. In a capacity `hours_per_week` is no load among others. */
export function bodyOf(entity: Entity, references: References, only: 'required' | 'all'): Record<string, unknown> {
  const names = only === 'all' ? Object.keys(entity.fields) : entity.required;
  const body = Object.fromEntries(names.map((name) => [name, valueOf(name, entity.fields[name], references)]));
  if (body['hours_per_week'] === null && !('percent' in entity.fields)) body['hours_per_week'] = 28;
  return body;
}

/** A valid value of one field. */
export function valueOf(name: string, type: string | undefined, references: References): unknown {
  const word = /^one of (\w+)/.exec(type ?? '')?.[1];
  if (word !== undefined) return word;
  const reference = references[name];
  if (reference !== undefined) return reference;
  const example = examples[name];
  if (example !== undefined) return example();
  const plain = (type ?? 'text').replace('?', '') as FieldType;
  return plainValue(plain, name);
}

function plainValue(type: FieldType, name: string): unknown {
  if (type === 'uuid') return newId();
  if (type === 'date') return '2026-11-23';
  if (type === 'instant') return '2026-11-23T08:00:00Z';
  if (type === 'number' || type === 'integer') return 2;
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  if (type === 'texts') return ['v9'];
  return type === 'email' ? `${newId()}@example.com` : uniqueName(name);
}

/** The fields of `fields` that `record` lacks or has with another type; empty when all is well. */
export function breaches(record: unknown, fields: Entity['fields']): string[] {
  if (typeof record !== 'object' || record === null) return ['not an object'];
  const values = record as Record<string, unknown>;
  return Object.entries(fields).flatMap(([name, type]) => {
    if (!(name in values)) return [`${name} is missing`];
    if (values[name] === null && nullForNothing.includes(name)) return [];
    return hasType(values[name], type) ? [] : [`${name} is ${JSON.stringify(values[name])}, not ${type}`];
  });
}

/**
 * Fields that version 9 leaves out where there is nothing to say, and that we answer as null: an open-ended capacity, an
 * allocation without a project, a calendar that follows the organisation's workweek (READINGS 2, 10, 29).
 */
const nullForNothing: readonly string[] = ['period_end', 'project_id', 'workweek'];

function hasType(value: unknown, type: string): boolean {
  if (value === null) return type.endsWith('?');
  const plain = type.replace('?', '');
  if (plain.startsWith('one of '))
    return plain
      .slice('one of '.length)
      .split(' ')
      .includes(value as string);
  if (plain === 'integer') return Number.isInteger(value);
  if (plain === 'number' || plain === 'boolean') return typeof value === plain;
  if (plain === 'object') return typeof value === 'object' && !Array.isArray(value);
  if (plain === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === 'string' && (patterns[plain]?.test(value) ?? true);
}

const patterns: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};
