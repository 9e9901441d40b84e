/**
 * What an organisation's data version speaks for (migration 0015): whoever keeps something that was read, under that version, asks here
 * whether the version would have grown with any change of it.
 */

/** The tables that raise the version with every change. */
export const VERSIONED_TABLES: ReadonlySet<string> = new Set([
  'absence_types',
  'absences',
  'allocations',
  'calendars',
  'capacity_weeks',
  'engagements',
  'holidays',
  'people',
  'person_calendars',
  'person_work_patterns',
  'projects',
  'team_members',
  'teams',
  'time_entries',
  'work_patterns',
]);

/** What changes an answer by itself. */
const TIME =
  /\b(now|(statement|transaction|clock|current)_timestamp|current_date|current_time|localtime|localtimestamp)\b/i;
/** Tables named one after the other, which `tablesOf` would not see. */
const COMMA_JOIN = /\bfrom\s+"?\w+"?(\s+(as\s+)?"?\w+"?)?\s*,/i;

/**
 * True where a statement reads nothing but versioned tables. By its text: a table read within a function that it calls in its
 * select list is not seen; what it does not understand it takes for unversioned.
 */
export function readsOnlyVersioned(sql: string): boolean {
  if (TIME.test(sql) || COMMA_JOIN.test(sql)) return false;
  return tablesOf(sql).every((table) => VERSIONED_TABLES.has(table) || table === 'data_versions');
}

function tablesOf(sql: string): string[] {
  return [...sql.matchAll(/\b(?:from|join)\s+"?(\w+)"?/gi)].map(([, table = '']) => table);
}
