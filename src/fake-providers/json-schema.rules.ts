/**
 * Checks a value against a schema of OpenAPI 3.0 or Swagger 2, as far as the providers' specifications use them. Stricter than
 * they ask in one thing: an object may have no property that no schema names, because a fake must not invent any.
 */

export interface JsonSchema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  'x-nullable'?: boolean;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  enum?: readonly unknown[];
  allOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  format?: string;
  pattern?: string;
  maxLength?: number;
}

/** Where the value stands, and how what a `$ref` names is found. */
export interface Place {
  path: string;
  resolve: Resolve;
}

type Resolve = (reference: string) => JsonSchema | undefined;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What does not fit, each as `path: why`; empty when all fits.
 * @example problemsOf({ id: 7 }, { type: 'object', properties: { id: { type: 'string' } } }, place) is ['.id: number, not string']
 */
export function problemsOf(value: unknown, schema: JsonSchema, place: Place): string[] {
  const { resolve, path } = place;
  const known = dereferenced(schema, resolve);
  if (known === undefined) return [`${path}: the schema ${String(schema.$ref)} is not there`];
  if (value === null) return isNullable(known, resolve) ? [] : [`${path}: null`];
  const choices = known.oneOf ?? known.anyOf;
  if (choices?.some((choice) => problemsOf(value, choice, place).length === 0) === false) {
    return [`${path}: none of ${String(choices.length)} schemas fits`];
  }
  return [
    ...typeProblems(value, known, path),
    ...(known.allOf ?? []).flatMap((part) => withoutUnnamed(problemsOf(value, part, place))),
    ...valueProblems(value, known, path),
    ...(Array.isArray(value) && known.items !== undefined
      ? value.flatMap((one, index) =>
          problemsOf(one, known.items ?? {}, { resolve, path: `${path}[${String(index)}]` }),
        )
      : []),
    ...(isObject(value) ? objectProblems(value, known, place) : []),
  ];
}

const UNNAMED = 'named by no schema';

/** A part of `allOf` knows only its own properties; the whole is judged by all of them. */
function withoutUnnamed(problems: string[]): string[] {
  return problems.filter((problem) => !problem.endsWith(UNNAMED));
}

function objectProblems(value: Record<string, unknown>, schema: JsonSchema, { resolve, path }: Place): string[] {
  const named = propertiesOf(schema, resolve);
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  const isOpen = schema.additionalProperties === true || named.size === 0;
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const property = schema.properties?.[name];
      if (property !== undefined) return problemsOf(one, property, { resolve, path: `${path}.${name}` });
      return isOpen || named.has(name) ? [] : [`${path}.${name}: ${UNNAMED}`];
    }),
  ];
}

/** Names of all properties, those of every part of `allOf` included. */
function propertiesOf(schema: JsonSchema, resolve: Resolve): Set<string> {
  const known = dereferenced(schema, resolve) ?? {};
  const parts = (known.allOf ?? []).flatMap((part) => [...propertiesOf(part, resolve)]);
  return new Set([...Object.keys(known.properties ?? {}), ...parts]);
}

function typeProblems(value: unknown, { type }: JsonSchema, path: string): string[] {
  if (type === undefined) return [];
  const fits: Readonly<Record<string, boolean>> = {
    string: typeof value === 'string',
    number: typeof value === 'number',
    integer: Number.isInteger(value),
    boolean: typeof value === 'boolean',
    array: Array.isArray(value),
    object: isObject(value),
  };
  return fits[type] === true ? [] : [`${path}: ${Array.isArray(value) ? 'array' : typeof value}, not ${type}`];
}

function valueProblems(value: unknown, schema: JsonSchema, path: string): string[] {
  const isListed = schema.enum === undefined || schema.enum.includes(value);
  const problems = isListed ? [] : [`${path}: not among the listed values`];
  if (typeof value !== 'string') return problems;
  const fits = [
    schema.format !== 'date' || DATE.test(value),
    schema.format !== 'date-time' || !Number.isNaN(Date.parse(value)),
    schema.format !== 'uuid' || UUID.test(value),
    schema.pattern === undefined || new RegExp(schema.pattern).test(value),
    value.length <= (schema.maxLength ?? Infinity),
  ];
  return fits.every(Boolean) ? problems : [...problems, `${path}: not of the named form`];
}

/** Without a type there is nothing to be null against: an `allOf` is nullable if a part of it is. */
function isNullable(schema: JsonSchema, resolve: Resolve): boolean {
  if (schema.nullable === true || schema['x-nullable'] === true || schema.enum?.includes(null) === true) return true;
  return (schema.allOf ?? []).some((part) => isNullable(dereferenced(part, resolve) ?? {}, resolve));
}

function dereferenced(schema: JsonSchema, resolve: Resolve): JsonSchema | undefined {
  return schema.$ref === undefined ? schema : resolve(schema.$ref);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
