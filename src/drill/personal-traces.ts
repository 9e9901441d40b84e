/** Where a name, an address or a key turns up that has no business there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { RunningFakeProviders } from '../fake-providers/start-fake-providers';

/** Words shorter than this are found everywhere. */
const SHORTEST = 5;

/** What tells who somebody is at the providers: full names, surnames, addresses, numbers of social security and accounts. */
export function personalWords({ payfit, gryzzly }: RunningFakeProviders): string[] {
  const collaborators = payfit.rows
    .all('collaborator')
    .flatMap((row) => [
      `${String(row['firstName'])} ${String(row['lastName'])}`,
      String(row['lastName']),
      ...(row['emails'] as { email: string }[]).map(({ email }) => email),
    ]);
  const users = gryzzly.rows.all('user').flatMap((row) => [row['name'], row['email']]);
  const words = [...collaborators, ...users].filter((word): word is string => typeof word === 'string');
  return [...new Set(words)].filter((word) => word.length >= SHORTEST);
}

/** A sentence for each place that has one of the words; the word itself is not in it. */
export async function findTraces(
  words: { personal: readonly string[]; secret: readonly string[] },
  places: { histories: readonly string[]; logs: string; client: Client },
): Promise<string[]> {
  const all = [...words.personal, ...words.secret];
  const traces: string[] = [];
  if (places.histories.some((text) => all.some((word) => text.includes(word)))) traces.push('a workflow history');
  for (const file of readdirSync(places.logs)) {
    if (!/^(api|worker)/.test(file)) continue;
    const text = readFileSync(join(places.logs, file), 'utf8');
    if (all.some((word) => text.includes(word))) traces.push(`the log ${file}`);
  }
  for (const table of ['audit_events', 'outbox', 'sync_runs', 'sync_run_errors', 'connections']) {
    const { rows } = await places.client.query<{ found: boolean }>(
      `select exists (select from ${table} t, unnest($1::text[]) w where strpos(t::text, w) > 0) as found`,
      [table === 'audit_events' ? words.secret : all],
    );
    if (rows[0]?.found === true) traces.push(`the table ${table}`);
  }
  return traces.map((place) => `${place} names somebody or holds a secret`);
}
