/** What PostgreSQL itself holds, read as the owner of the tables: the evidence beside what the API says. */
import { Client } from 'pg';

/** `weeks` and `conflicts` are digests over every row of the organisation; times of computation are left out. */
export interface LedgerDigest {
  weeks: string;
  conflicts: string;
  weekCount: number;
  conflictCount: number;
}

/** Work that was committed but not yet carried out. */
export interface Backlog {
  outboxWaiting: number;
  dirtyRanges: number;
}

/** Runs `read` on a connection of its own. */
export async function withEvidence<T>(databaseAdminUrl: string, read: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseAdminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await read(client);
  } finally {
    await client.end();
  }
}

export async function backlogOf(client: Client): Promise<Backlog> {
  const { rows } = await client.query<{ waiting: number; dirty: number }>(
    `select (select count(*)::int from outbox where relayed_at is null) as waiting,
            (select count(*)::int from dirty_ranges) as dirty`,
  );
  return { outboxWaiting: rows[0]?.waiting ?? 0, dirtyRanges: rows[0]?.dirty ?? 0 };
}

export async function digestOf(client: Client, organizationId: string): Promise<LedgerDigest> {
  const { rows } = await client.query<LedgerDigest>(
    `select
       (select md5(string_agg((to_jsonb(w) - 'computed_at')::text, ',' order by person_id, week_start))
          from capacity_weeks w where organization_id = $1) as weeks,
       (select md5(string_agg(to_jsonb(c)::text, ',' order by id)) from conflicts c where organization_id = $1) as conflicts,
       (select count(*)::int from capacity_weeks where organization_id = $1) as "weekCount",
       (select count(*)::int from conflicts where organization_id = $1 and state <> 'resolved') as "conflictCount"`,
    [organizationId],
  );
  const [digest] = rows;
  if (digest === undefined) throw new Error('the digest query answered nothing');
  return digest;
}
