/**
 * Kept answers are never older than the last commit because each table they come from raises the organisation's data version
 * (migration 0015). Here every table that the ledger or a report reads is held against the triggers of the real database.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const DOMAINS = resolve(__dirname, '../../src/domains');

/** Where figures and their names come from. */
const FIGURE_TABLES = [
  'absence_types',
  'absences',
  'allocations',
  'calendars',
  'capacity_weeks',
  'engagements',
  'holidays',
  'organizations',
  'people',
  'person_calendars',
  'person_work_patterns',
  'projects',
  'team_members',
  'teams',
  'time_entries',
  'work_patterns',
];
/** Read beside them, and why they need no trigger. */
const NO_FIGURE: Readonly<Record<string, string>> = {
  capacity_runs: 'progress of recomputing',
  data_versions: 'the version itself',
  dirty_ranges: 'marked in the transaction of the change that makes them dirty; answers that meet many are not kept',
  periods: 'refuses writes, changes no figure',
  users: 'rights, which are part of the key of a kept answer',
};
const TRIGGERS = ['insert', 'update', 'delete'];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function tableNames(): Promise<string[]> {
  const rows = await database.admin('pg_tables').where({ schemaname: 'public' }).select<{ tablename: string }[]>('*');
  return rows.map((row) => row.tablename);
}

/** The catalogue's tables that a file names in SQL or as a table of the query builder. */
function tablesIn(text: string, tables: readonly string[]): string[] {
  return tables.filter((table) =>
    new RegExp(`\\b(from|join|into|update) ${table}\\b|['"]${table}( as \\w+)?['"]`, 'i').test(text),
  );
}

function filesThatRead(): string[] {
  return ['capacity', 'reports'].flatMap((domain) =>
    readdirSync(join(DOMAINS, domain))
      .filter((file) => /(query|repository|command|statements?)\.ts$/.test(file))
      .map((file) => readFileSync(join(DOMAINS, domain, file), 'utf8')),
  );
}

test('every table that the ledger or a report reads is a table of figures or named with a reason', async () => {
  const tables = await tableNames();
  const read = new Set(filesThatRead().flatMap((text) => tablesIn(text, tables)));
  expect([...read].filter((table) => !(table in NO_FIGURE)).sort()).toEqual(FIGURE_TABLES);
});

test('every table of figures raises the data version, whatever the statement, and no other table needs to', async () => {
  const { rows } = await database.admin.raw<{ rows: { table: string; verbs: string[] }[] }>(`
    select c.relname as "table", array_agg(v.verb order by v.place) as verbs
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
      join (values (1, 'insert', 4), (2, 'update', 16), (3, 'delete', 8)) as v (place, verb, bit)
        on t.tgtype & v.bit <> 0
    where p.proname in ('note_data_change', 'note_organization_change') and t.tgenabled = 'O'
    group by c.relname`);
  const verbs = Object.fromEntries(rows.map((row) => [row.table, row.verbs]));
  // An organisation has no version before it exists, and is never removed.
  const expected = FIGURE_TABLES.map((table) => [table, table === 'organizations' ? ['update'] : TRIGGERS]);
  expect(verbs).toEqual(Object.fromEntries(expected));
});
