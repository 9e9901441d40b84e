/** The roles and the database of a cluster of ours. */
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { hasCode } from './local-server-error';
import type { ServerSecrets } from './secrets';

export const SUPERUSER = 'plan_charge_superuser';
export const ADMIN_ROLE = 'plan_charge_admin';
export const APP_ROLE = 'plan_charge_app';
export const DATABASE = 'plan_charge';

/** `postgresql://role:password@127.0.0.1:port/plan_charge`; our passwords are URL-safe. */
export function databaseUrlOf(role: string, password: string, port: number): string {
  return `postgresql://${role}:${password}@127.0.0.1:${String(port)}/${DATABASE}`;
}

/**
 * Makes what is absent and sets the passwords: the database `plan_charge` owned by `plan_charge_admin` (may make databases and roles,
 * is no superuser) and `plan_charge_app` (may log in, owns nothing, row-level security applies). Safe to repeat.
 */
export async function provision(port: number, secrets: ServerSecrets): Promise<void> {
  const client = superuserClient(port, secrets);
  await client.connect();
  try {
    await ensureRole(client, ADMIN_ROLE, { password: secrets.postgresAdmin, rights: 'createdb createrole' });
    await ensureRole(client, APP_ROLE, { password: secrets.postgresApp, rights: 'nocreatedb nocreaterole' });
    await client.query(`grant ${APP_ROLE} to ${ADMIN_ROLE} with admin option`);
    await client.query(`grant pg_signal_backend to ${ADMIN_ROLE}`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${ADMIN_ROLE}`);
  } finally {
    await client.end();
  }
}

/** Answers true once the cluster takes connections, undefined while it does not yet. */
export async function answersQueries(port: number, secrets: ServerSecrets): Promise<true | undefined> {
  const client = superuserClient(port, secrets);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (isStartingUp(error)) return undefined;
    throw error;
  } finally {
    await client.end();
  }
}

function superuserClient(port: number, secrets: ServerSecrets): Client {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: secrets.postgresSuperuser,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined); // a connection cut while starting: the next attempt tells
  return client;
}

const STARTING_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03'];

function isStartingUp(error: unknown): boolean {
  return hasCode(error, ...STARTING_CODES) || /terminated|timeout/i.test(String(error));
}

async function ensureRole(
  client: Client,
  role: string,
  { password, rights }: { password: string; rights: string },
): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  const attributes = `login nosuperuser nobypassrls noreplication ${rights} password ${escapeLiteral(password)}`;
  await client.query(`${verb} role ${escapeIdentifier(role)} ${attributes}`);
}
