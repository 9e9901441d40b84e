/** A secret word in every text that an organisation has, and requests that should never bring it to anybody else. */
import type { Route } from '../../src/http/route';
import type { Database } from '../../src/platform/database';
import { jsonSchemaOf, optionsOf, type JsonSchema } from './example-body';

interface Column {
  table: string;
  column: string;
  type: 'text' | 'jsonb';
  hasOrganization: boolean;
}

/** Columns that no check holds to a list of words, no key refers to and nothing generates, from the catalogue. */
const FREE_COLUMNS = `
  select c.relname as table, a.attname as column, t.typname as type,
    exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id') as "hasOrganization"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  join pg_type t on t.oid = a.atttypid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'knex%'
    and t.typname in ('text', 'jsonb')
    and not exists (select from pg_constraint k
      where k.conrelid = c.oid and k.contype in ('c', 'f') and a.attnum = any (k.conkey)
        and (k.contype = 'f' or pg_get_constraintdef(k.oid) ~ '= ANY|= ''|~'))
  order by 1, 2`;

/**
 * Adds `secret` to every free text and every JSON object of the organisation and of its users, and answers what holds it
 * now, as `table.column`. Nobody can use that organisation afterwards.
 */
export async function plantSecret(admin: Database, organizationId: string, secret: string): Promise<string[]> {
  const { rows } = await admin.raw<{ rows: Column[] }>(FREE_COLUMNS);
  const planted: string[] = [];
  for (const { table, column, type, hasOrganization } of rows) {
    const value =
      type === 'text' ? `left(coalesce(??, ''), 20) || ?::text` : `?? || jsonb_build_object('note', ?::text)`;
    const isFit = type === 'text' ? 'true' : `jsonb_typeof(??) = 'object'`;
    const isTheirs = `${ownerColumn(table, hasOrganization)} = ?`;
    const changed = await admin.raw<{ rowCount: number }>(
      `update ?? set ?? = ${value} where ${isTheirs} and ${isFit}`,
      [table, column, column, secret, organizationId, ...(type === 'text' ? [] : [column])],
    );
    if (changed.rowCount > 0) planted.push(`${table}.${column}`);
  }
  return planted;
}

function ownerColumn(table: string, hasOrganization: boolean): string {
  if (hasOrganization) return 'organization_id';
  if (table === 'organizations') return 'id';
  return '(select m.organization_id from memberships m where m.user_id = users.id limit 1)';
}

/** Files whose bytes are packed: they are made from the body of the JSON answer, which is asked for too. */
const PACKED = new Set(['xlsx', 'pdf']);

/**
 * The query strings that try out a route: what it requires, then each other parameter beside it, each word of a list once.
 * `idFor` gives the id for a parameter such as `person_id`; free texts are `word`.
 */
export function queriesOf(route: Route, idFor: (parameter: string) => string, word: string): string[] {
  if (route.request.query === undefined) return [''];
  const { properties = {}, required = [] } = jsonSchemaOf(route.request.query);
  const valuesOf = (name: string): string[] => valuesFor(name, properties[name] ?? {}, { idFor, word });
  const needed = required.map((name): [string, string] => [name, valuesOf(name)[0] ?? word]);
  const variants = Object.keys(properties).flatMap((name) =>
    valuesOf(name).map((value): [string, string] => [name, value]),
  );
  const asked = [needed, ...variants.map((variant) => [...needed.filter(([name]) => name !== variant[0]), variant])];
  return [...new Set(asked.map((pairs) => (pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`)))];
}

function valuesFor(
  name: string,
  schema: JsonSchema,
  { idFor, word }: { idFor: (parameter: string) => string; word: string },
): string[] {
  const options = optionsOf(schema);
  const words = options.flatMap((option) => option.enum ?? []).map(String);
  if (words.length > 0) return words.filter((one) => !PACKED.has(one));
  if (name.endsWith('_id')) return [idFor(name)];
  if (options.some(({ format }) => format === 'date')) return [name === 'to' ? '2026-12-31' : '2026-11-23'];
  if (name === 'modified_since') return ['2020-01-01T00:00:00Z'];
  return [options.some(({ type }) => type === 'integer' || type === 'number') ? '1' : word];
}
