/**
 * The baseline of `npm run bench -- http`: Koa and pg, one query or two, the bytes that the API answers and nothing else. Below
 * `/walled` the same with what no API of this kind can leave out: the token is checked, and the query runs in a transaction of
 * the role that owns nothing, bound to its organisation.
 */
import Koa, { type Context } from 'koa';
import { Pool, types, type PoolClient } from 'pg';
import { takeClaims, verifySignature } from '../http/middleware/authenticate';
import { AccessTokens, type AccessClaims } from '../platform/access-tokens';

export interface BareServerRequest {
  port: number;
  /** The role that owns nothing, and the one that row-level security lets through. */
  databaseUrl: string;
  databaseAdminUrl: string;
  jwtSecret: string;
  organizationId: string;
}

interface PersonRow {
  organization_id: string;
  id: string;
  version: number;
  created_at: Date;
  updated_at: Date;
  full_name: string;
  active: boolean;
  manager_id: string | null;
  cost_center: string | null;
  location: string | null;
  weekly_minutes_default: number | null;
  source: string;
}

interface Queryable {
  query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;
}

const WALLED = '/walled';
const ONE = 'select * from people where organization_id = $1 and id = $2 and deleted_at is null';
const COUNT = 'select count(*) as count from people where organization_id = $1 and deleted_at is null';
const PAGE = `select * from people where organization_id = $1 and deleted_at is null order by full_name, id limit 51`;

/** Listens on the port, on this machine alone. */
export async function startBareServer(request: BareServerRequest): Promise<void> {
  types.setTypeParser(types.builtins.INT8, Number);
  const open = new Pool({ connectionString: request.databaseAdminUrl, max: 10 });
  const walled = new Pool({ connectionString: request.databaseUrl, max: 10 });
  const app = new Koa();
  app.use(async (ctx, next) => {
    if (ctx.path.startsWith(WALLED)) await next();
    else ctx.body = await answer(open, request.organizationId, ctx.path);
  });
  app.use(verifySignature(new AccessTokens([request.jwtSecret])));
  app.use(takeClaims);
  app.use(async (ctx) => {
    const path = ctx.path.slice(WALLED.length);
    ctx.body = await withinWalls(walled, ctx, (client, organizationId) => answer(client, organizationId, path));
  });
  await new Promise<void>((resolve) => {
    app.listen(request.port, '127.0.0.1', resolve);
  });
}

async function answer(database: Queryable, organizationId: string, path: string): Promise<object> {
  const id = /^\/people\/(.+)$/.exec(path)?.[1];
  if (id !== undefined) {
    const { rows } = await database.query(ONE, [organizationId, id]);
    return personOf(rows[0]);
  }
  const { rows: counts } = await database.query(COUNT, [organizationId]);
  const { rows } = await database.query(PAGE, [organizationId]);
  const people = rows.slice(0, 50).map(personOf);
  const last = people.at(-1);
  const cursor = JSON.stringify([last?.full_name, last?.id]);
  return {
    items: people,
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

/** Straight from the columns; that it is what the API presents is checked before anything is measured. */
function personOf(row: unknown) {
  const person = row as PersonRow;
  return {
    id: person.id,
    org_id: person.organization_id,
    version: person.version,
    created_at: person.created_at.toISOString(),
    updated_at: person.updated_at.toISOString(),
    deleted_at: null,
    full_name: person.full_name,
    active: person.active,
    manager_id: person.manager_id,
    cost_center: person.cost_center,
    location: person.location,
    weekly_hours_default: person.weekly_minutes_default === null ? null : person.weekly_minutes_default / 60,
    source: person.source,
  };
}
