/** Bodies out of a route's own schema: what it requires, with plain values, and one reference of the test's choice. */
import { z } from 'zod';
import type { Route } from '../../src/http/route';

export interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  type?: string;
  format?: string;
  minimum?: number;
  minItems?: number;
}

/** A schema as it takes what clients send. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** The fields of the body that name another record, such as `person_id`. */
export function referencesOf(route: Route): string[] {
  const { properties = {} } = bodySchemaOf(route);
  return Object.entries(properties)
    .filter(([name, schema]) => name.endsWith('_id') && optionsOf(schema).some(({ format }) => format === 'uuid'))
    .map(([name]) => name);
}

/** What the route requires, with `id` in `field`; `own` gives the ids of the other references. */
export function exampleBody(
  route: Route,
  { field, id, own }: { field: string; id: string; own: (field: string) => string },
): Record<string, unknown> {
  return { ...(exampleOf(bodySchemaOf(route), '', own) as Record<string, unknown>), [field]: id };
}

function bodySchemaOf({ request }: Route): JsonSchema {
  if (request.body === undefined) return {};
  return optionsOf(jsonSchemaOf(request.body)).find(({ type }) => type === 'object') ?? {};
}

/** The schema itself and what it may be instead. */
export function optionsOf(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(optionsOf), ...(schema.oneOf ?? []).flatMap(optionsOf)];
}

function exampleOf(schema: JsonSchema, name: string, own: (field: string) => string): unknown {
  const plain = optionsOf(schema).find(
    ({ type, anyOf }) => type !== undefined && type !== 'null' && anyOf === undefined,
  );
  const { type, format, items = {}, properties = {}, required = [] } = plain ?? schema;
  const [word] = optionsOf(schema).flatMap((option) => option.const ?? option.enum ?? []);
  if (word !== undefined) return word;
  if (type === 'object')
    return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] ?? {}, key, own)]));
  if (type === 'array') return (plain?.minItems ?? 0) > 0 ? [exampleOf(items, name, own)] : [];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return Math.max(plain?.minimum ?? 1, 1);
  return textOf(name, format, own);
}

function textOf(name: string, format: string | undefined, own: (field: string) => string): string {
  if (format === 'uuid') return own(name);
  if (format === 'date') return /^(end_date|active_to|ends_on|period_end|to)$/.test(name) ? '2026-11-27' : '2026-11-23';
  if (format === 'date-time') return '2026-11-23T08:00:00Z';
  return format === 'email' ? 'somebody@example.com' : `Some ${name}`;
}
