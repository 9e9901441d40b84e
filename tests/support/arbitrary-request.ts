/** Requests made up from a route's own schemas: mostly what it takes, with something in it now and then that it does not. */
import fc from 'fast-check';
import type { z } from 'zod';
import type { Route } from '../../src/http/route';
import { jsonSchemaOf, optionsOf, type JsonSchema } from './example-body';

export interface ArbitraryRequest {
  /** With its query. */
  path: string;
  /** undefined = none is sent. */
  body: unknown;
}

interface BoundedSchema extends JsonSchema {
  properties?: Record<string, BoundedSchema>;
  items?: BoundedSchema;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
}

/** One in so many values is replaced by any other. */
const DISTURBED_IN = 12;
const LARGEST = 2 ** 31;
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', '\u0000', '💥'.repeat(40), 'x'.repeat(5_000), "'; drop table people --", '%', '\ud800', '../..'),
  fc.constantFrom(-1, 0, 1e308, -1e308, 0.1, Number.MAX_SAFE_INTEGER, LARGEST, null, [], {}),
  fc.constantFrom('0000-00-00', '2026-02-30', '9999-12-31', '+275760-09-13T00:00:00Z', '2026-11-25T24:00:00Z'),
);

/** `idsOf` gives ids that exist, by the name of the parameter or field. */
export function arbitraryRequest(route: Route, idsOf: (name: string) => string[]): fc.Arbitrary<ArbitraryRequest> {
  const parts = route.path.split('/').slice(1);
  return fc.record({
    path: fc
      .tuple(fc.tuple(...parts.map((part) => pathPart(part, idsOf))), queryOf(route.request.query, idsOf))
      .map(([path, query]) => `/${path.join('/')}${query}`),
    body: route.request.body === undefined ? fc.constant(undefined) : valueOf(schemaOf(route.request.body), '', idsOf),
  });
}

function schemaOf(schema: z.ZodType): BoundedSchema {
  return jsonSchemaOf(schema);
}

function pathPart(part: string, idsOf: (name: string) => string[]): fc.Arbitrary<string> {
  const [, name, verb = ''] = /^\{(\w+)\}(.*)$/.exec(part) ?? [];
  if (name === undefined) return fc.constant(part);
  const valid = name === 'month' ? fc.constantFrom('2026-11', '2026-12') : idOf(name, idsOf);
  const any = fc.constantFrom('x', '%00', '%F0%9F%92%A5', '0', '2026-13', "a'b", '%2e%2e');
  return fc.oneof({ weight: 8, arbitrary: valid }, { weight: 1, arbitrary: any }).map((text) => `${text}${verb}`);
}

function queryOf(schema: z.ZodType | undefined, idsOf: (name: string) => string[]): fc.Arbitrary<string> {
  const { properties = {}, required = [] } = schema === undefined ? {} : schemaOf(schema);
  const record = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, own]) => [name, valueOf(own, name, idsOf)])),
    { requiredKeys: required },
  );
  return record.map((values) => {
    const pairs = Object.entries(values).map(([name, value]): [string, string] => [name, textOf(value)]);
    return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value);
}

function valueOf(schema: BoundedSchema, name: string, idsOf: (name: string) => string[]): fc.Arbitrary<unknown> {
  const options = optionsOf(schema).filter(({ anyOf, oneOf }) => anyOf === undefined && oneOf === undefined);
  const taken = fc.oneof(...options.map((option) => takenBy(option, name, idsOf)));
  return fc.oneof({ weight: DISTURBED_IN - 1, arbitrary: taken }, { weight: 1, arbitrary: strange });
}

function takenBy(schema: BoundedSchema, name: string, idsOf: (name: string) => string[]): fc.Arbitrary<unknown> {
  const { type, minimum = 0, maximum = LARGEST, properties = {}, required = [] } = schema;
  const words = schema.const === undefined ? schema.enum : [schema.const];
  if (words !== undefined) return fc.constantFrom(...words);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer') return fc.oneof(fc.integer({ min: minimum, max: Math.min(maximum, LARGEST) }), fc.nat(10));
  if (type === 'number') return fc.oneof(fc.double({ min: minimum, max: maximum, noNaN: true }), fc.nat(8));
  if (type === 'string') return fc.oneof(stringOf(schema, name, idsOf));
  if (type === 'array') {
    const [minLength, maxLength] = [schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)];
    const items = valueOf(schema.items ?? {}, name, idsOf);
    return fc.array(items, { minLength: Math.min(minLength, maxLength), maxLength });
  }
  if (type !== 'object') return fc.jsonValue({ maxDepth: 1 });
  const fields = Object.entries(properties).map(([key, own]) => [key, valueOf(own, key, idsOf)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: required });
}

function stringOf(
  { format, minLength = 0, maxLength = 30 }: BoundedSchema,
  name: string,
  idsOf: (name: string) => string[],
): fc.Arbitrary<string> {
  const day = fc.integer({ min: 0, max: 90 }).map((days) => new Date(Date.UTC(2026, 9, 15 + days)).toISOString());
  if (format === 'uuid') return idOf(name, idsOf);
  if (format === 'date') return day.map((text) => text.slice(0, 10));
  if (format === 'date-time') return day;
  if (format === 'email') return fc.nat(99).map((number) => `somebody.${String(number)}@example.com`);
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 30)) });
}

function idOf(name: string, idsOf: (name: string) => string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...idsOf(name)) }, { weight: 1, arbitrary: fc.uuid() });
}
