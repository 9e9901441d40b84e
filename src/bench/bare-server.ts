/**
 * The baseline of `npm run bench -- http`: Koa and pg, one query or two, the bytes that the API answers and nothing else. Below
 * `/walled` the same with what no API of this kind can leave out: the token is checked, and the query runs in a transaction of
 * the role that owns nothing, bound to its organisation.
 */
import Koa, { type Context } from 'koa';
import { Pool, types, type PoolClient } from 'pg';
import { authenticate } from '../http/middleware/authenticate';
import { AccessTokens, type AccessClaims } from '../platform/access-tokens';
import { presentPerson } from '../domains/people/people.presenter';
import type { Person } from '../domains/people/people.types';

export interface BareServerRequest {
  port: number;
  /** The role that owns nothing, and the one that row-level security lets through. */
  databaseUrl: string;
  databaseAdminUrl: string;
  jwtSecret: string;
  organizationId: string;
}

interface Queryable {
  query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;
}

const ONE = 'select * from people where organization_id = $1 and id = $2 and deleted_at is null';
const COUNT = 'select count(*) as count from people where organization_id = $1 and deleted_at is null';
const PAGE = `select * from people where organization_id = $1 and deleted_at is null order by full_name, id limit 51`;

/** Listens on the port, on this machine alone. */
export async function startBareServer(request: BareServerRequest): Promise<void> {
  types.setTypeParser(types.builtins.INT8, Number);
  const open = new Pool({ connectionString: request.databaseAdminUrl, max: 10 });
  const walled = new Pool({ connectionString: request.databaseUrl, max: 10 });
  const app = new Koa();
  for (const middleware of authenticate(new AccessTokens([request.jwtSecret]))) app.use(middleware);
  app.use(async (ctx) => {
    const path = ctx.path.replace(/^\/walled/, '');
    ctx.body =
      path === ctx.path
        ? await answer(open, request.organizationId, path)
        : await withinWalls(walled, ctx, (client, organizationId) => answer(client, organizationId, path));
  });
  await new Promise<void>((resolve) => {
    app.listen(request.port, '127.0.0.1', resolve);
  });
}

async function answer(database: Queryable, organizationId: string, path: string): Promise<object> {
  const id = /^\/people\/(.+)$/.exec(path)?.[1];
  if (id !== undefined) {
    const { rows } = await database.query(ONE, [organizationId, id]);
    return presentPerson(personOf(rows[0]));
  }
  const { rows: counts } = await database.query(COUNT, [organizationId]);
  const { rows } = await database.query(PAGE, [organizationId]);
  const people = rows.slice(0, 50).map(personOf);
  const last = people.at(-1);
  const cursor = JSON.stringify([last?.fullName, last?.id]);
  return {
    items: people.map(presentPerson),
    total: (counts[0] as { count: number }).count,
    page: 1,
    page_size: 50,
    next_cursor: rows.length > 50 ? Buffer.from(cursor).toString('base64url') : null,
  };
}

async function withinWalls(
  pool: Pool,
  ctx: Context,
  work: (client: PoolClient, organizationId: string) => Promise<object>,
): Promise<object> {
  const { organizationId } = ctx.state['claims'] as AccessClaims;
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('app.organization_id', '${organizationId}', true)`);
    const body = await work(client, organizationId);
    await client.query('commit');
    return body;
  } finally {
    client.release();
  }
}

function personOf(row: unknown): Person {
  const fields = Object.entries(row as Record<string, unknown>).map(([column, value]) => [
    column.replaceAll(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(fields) as Person;
}
