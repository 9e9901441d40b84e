/**
 * The real API against a database of the suite's own (cloned from the migrated template), with somebody signed in for each
 * role and an owner of another organisation. Sessions are made directly, so that no suite pays for password hashing.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client as PgClient } from 'pg';
import { createApp } from '../../src/app';
import { loadConfig } from '../../src/config/config';
import { createContainer, type Container } from '../../src/container';
import { roles, type Role } from '../../src/access/role-grants';
import { openDatabase, type Database } from '../../src/platform/database';
import { newId } from '../../src/shared/ids';
import { httpClient, type Client } from './http-client';
import { testServers, withDatabase } from './server-handover';

export interface TestUser {
  id: string;
  sessionId: string;
}

/** An organisation with one signed-in user per role. The manager and the member are persons too. */
export interface TestOrganization {
  id: string;
  clients: Record<Role, Client>;
  users: Record<Role, TestUser>;
  managerPersonId: string;
  memberPersonId: string;
}

export interface TestApi {
  container: Container;
  /** Connected as the owner of the tables, for what no operation can arrange. */
  admin: Database;
  baseUrl: string;
  anonymous: Client;
  organization: TestOrganization;
  other: TestOrganization;
  close: () => Promise<void>;
}

/** Starts the API on a free port; `close` it in `afterAll`. */
export async function openTestApi(): Promise<TestApi> {
  const servers = testServers();
  const name = `test_${newId().replaceAll('-', '')}`;
  await asServerAdmin(`create database ${name} template ${servers.templateDatabase}`);
  const admin = openDatabase(withDatabase(servers.databaseAdminUrl, name), { poolSize: 2, applicationName: 'test' });
  const container = createContainer(
    loadConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      JWT_SECRET: 'a secret of the test suite, long enough for HS256',
      DATABASE_URL: withDatabase(servers.databaseUrl, name),
      DATABASE_POOL_SIZE: '10',
    }),
    'test',
  );
  const server = createServer(createApp(container).callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/v1`;
  const parts = { admin, container, baseUrl };
  return {
    ...parts,
    anonymous: httpClient(baseUrl),
    organization: await buildOrganization(parts, 'Ours'),
    other: await buildOrganization(parts, 'Theirs'),
    close: async () => {
      await closeServer(server);
      await container.close();
      await admin.destroy();
      await asServerAdmin(`drop database ${name} with (force)`);
    },
  };
}

/** One more organisation with its users. */
export async function buildOrganization(
  { admin, container, baseUrl }: Pick<TestApi, 'admin' | 'container' | 'baseUrl'>,
  name: string,
): Promise<TestOrganization> {
  const id = newId();
  await admin('organizations').insert({ id, name });
  const managerPersonId = await insertPerson(admin, id, `Manager of ${name}`);
  const memberPersonId = await insertPerson(admin, id, `Member of ${name}`);
  const personIds: Partial<Record<Role, string>> = { manager: managerPersonId, member: memberPersonId };
  const clients: Partial<Record<Role, Client>> = {};
  const users: Partial<Record<Role, TestUser>> = {};
  for (const role of roles) {
    const user = await insertUser(admin, { organizationId: id, role, personId: personIds[role] ?? null });
    const claims = { userId: user.id, organizationId: id, sessionId: user.sessionId };
    users[role] = user;
    clients[role] = httpClient(baseUrl, await container.accessTokens.sign(claims, new Date()));
  }
  return {
    id,
    clients: clients as Record<Role, Client>,
    users: users as Record<Role, TestUser>,
    managerPersonId,
    memberPersonId,
  };
}

async function insertPerson(admin: Database, organizationId: string, fullName: string): Promise<string> {
  const id = newId();
  await admin('people').insert({ organization_id: organizationId, id, full_name: fullName });
  return id;
}

async function insertUser(
  admin: Database,
  member: { organizationId: string; role: Role; personId: string | null },
): Promise<TestUser> {
  const { organizationId, role, personId } = member;
  const id = newId();
  const sessionId = newId();
  await admin('users').insert({ id, email: `${role}-${id}@example.test`, full_name: role });
  await admin('memberships').insert({
    organization_id: organizationId,
    id: newId(),
    user_id: id,
    role,
    person_id: personId,
  });
  await admin('sessions').insert({
    organization_id: organizationId,
    id: sessionId,
    user_id: id,
    refresh_hash: Buffer.from(sessionId),
    expires_at: new Date(Date.now() + 86_400_000),
  });
  return { id, sessionId };
}

async function asServerAdmin(statement: string): Promise<void> {
  const client = new PgClient({ connectionString: testServers().databaseAdminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
