/** The whole application on a port of its own and a database of its own, with somebody signed in for every role. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app';
import { loadConfig, type Config } from '../../src/config/config';
import { createContainer, type Container } from '../../src/container';
import { roles, type Role } from '../../src/access/role-grants';
import type { Clock } from '../../src/platform/clock';
import { createLogger } from '../../src/platform/logger';
import { Factory, type Row } from './factories';
import { testFilesUrl, testServers } from './server-handover';
import { createTestDatabase, type TestDatabase } from './test-database';

export const JWT_SECRET = 'a secret of the tests that is long enough for HS256';

/** The machine's time until a test sets another one. */
export class TestClock implements Clock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Goes on from here `ms` later. */
  advance(ms: number): void {
    this.#offsetMs += ms;
  }

  /** Goes on from `instant`. Access tokens are checked against the machine's time all the same. */
  set(instant: string): void {
    this.#offsetMs = new Date(instant).getTime() - Date.now();
  }

  /** Back to the machine's time. */
  reset(): void {
    this.#offsetMs = 0;
  }
}

export interface ConflictBody {
  id: string;
  kind: string;
  state: string;
  person_id: string;
  start_date: string;
  end_date: string;
  days: { date: string; minutes_over: number }[];
  over_minutes: number;
  causes: { type: string; id: string | null; label: string }[];
}

export interface ImpactBody {
  days_changed: number;
  conflicts: { opened: ConflictBody[]; changed: ConflictBody[]; closed: ConflictBody[] };
  figures: { person_id: string; week: string; net_minutes: number; firm_minutes: number; before: object }[];
  totals: { net_minutes: number; firm_minutes: number; before: { net_minutes: number; firm_minutes: number } };
  truncated: boolean;
}

/**
 * An answer's JSON as tests look into it. Not every answer has every field: one that is missing is undefined, and the
 * expectation about it fails.
 */
export interface AnswerBody {
  id: string;
  version: number;
  items: AnswerBody[];
  total: number;
  next_cursor: string | null;
  impact: ImpactBody;
  code: string;
  detail: string;
  errors: { pointer: string; code: string; message: string }[];
  access_token: string;
  refresh_token: string;
  run_id: string;
  workflow_id: string;
  date: string;
  minutes: number;
  parts: { kind: string; id: string | null; label: string; minutes: number }[];
  state: string;
  [field: string]: unknown;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  body: AnswerBody;
  text: string;
}

interface Sending {
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  raw?: string | Uint8Array;
  /** Sent as multipart/form-data. */
  form?: FormData;
}

/** Sends requests as one caller; paths are below `/api/v1` unless they start with `//`. */
export class ApiClient {
  constructor(
    readonly origin: string,
    readonly headers: Record<string, string>,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('POST', path, { body, headers });
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('PATCH', path, { body, headers });
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('PUT', path, { body, headers });
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('DELETE', path, { headers });
  }

  async send(method: string, path: string, sending: Sending = {}): Promise<ApiAnswer> {
    const url = this.origin + (path.startsWith('//') ? path.slice(1) : `/api/v1${path}`);
    const payload = sending.raw ?? (sending.body === undefined ? undefined : JSON.stringify(sending.body));
    const type: Record<string, string> = payload === undefined ? {} : { 'Content-Type': 'application/json' };
    const headers = { ...this.headers, ...type, ...sending.headers };
    const content = sending.form ?? payload;
    const response = await fetch(url, { method, headers, ...(content === undefined ? {} : { body: content }) });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
    const body = (isJson && text !== '' ? JSON.parse(text) : {}) as AnswerBody;
    return { status: response.status, headers: response.headers, body, text };
  }
}

/** Somebody signed in: who they are, and a client that sends as them. */
export interface SignedIn extends ApiClient {
  readonly userId: string;
  readonly sessionId: string;
  readonly personId: string | null;
}

export interface TestApi {
  origin: string;
  container: Container;
  database: TestDatabase;
  factory: Factory;
  clock: TestClock;
  /** The organisation of `owner` to `viewer`: Monday to Friday of 7 h. */
  organizationId: string;
  /** One signed-in client for each role; each is a person of the organisation too. */
  as: Record<Role, SignedIn>;
  /** An owner of another organisation. */
  stranger: SignedIn;
  strangerOrganizationId: string;
  anonymous: ApiClient;
  /** Signs somebody in without a password. The user, person and organisation are made when they are not given. */
  signIn: (who: { role: Role; organizationId: string; userId?: string; personId?: string | null }) => Promise<SignedIn>;
  close: () => Promise<void>;
}

export interface TestApiOptions {
  redis?: boolean;
  temporal?: boolean;
  /** Takes every log line of every level; without it there are none. */
  logTo?: (line: string) => void;
  /** Further settings, by the names of the environment. */
  environment?: Record<string, string>;
}

/** Without `redis` failed logins are counted in memory, so that suites beside each other don't lock each other out. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const clock = new TestClock();
  const created = createContainer(
    testConfig(database.appUrl, {
      ...(options.redis === true ? { REDIS_URL: testServers().redisUrl } : {}),
      ...(options.temporal === true ? { TEMPORAL_ADDRESS: testServers().temporalAddress } : {}),
      ...options.environment,
    }),
    'test',
    clock,
  );
  const { logTo } = options;
  const container =
    logTo === undefined ? created : { ...created, logger: createLogger('test', 'trace', { write: logTo }) };
  const server = createApp(container).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const factory = new Factory(database.admin);
  const organizationId = (await factory.organization()).id;
  const strangerOrganizationId = (await factory.organization()).id;
  const signIn: TestApi['signIn'] = (who) => signInAs({ origin, container, factory }, who);
  const signedIn = await Promise.all(
    roles.map(async (role) => [role, await signIn({ role, organizationId })] as const),
  );
  return {
    origin,
    container,
    database,
    factory,
    clock,
    organizationId,
    as: Object.fromEntries(signedIn) as Record<Role, SignedIn>,
    stranger: await signIn({ role: 'owner', organizationId: strangerOrganizationId }),
    strangerOrganizationId,
    anonymous: new ApiClient(origin, {}),
    signIn,
    close: async () => {
      await closeServer(server);
      await container.close();
      await database.close();
    },
  };
}

/** The configuration of a test process: silent, with a key of its own. */
export function testConfig(databaseUrl: string, environment: Record<string, string> = {}): Config {
  return loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '10',
    JWT_SECRET,
    DATA_KEYS: 'ab'.repeat(32),
    CORS_ORIGINS: 'https://app.example.com',
    FILES_URL: testFilesUrl(),
    ...environment,
  });
}

async function signInAs(
  app: { origin: string; container: Container; factory: Factory },
  who: { role: Role; organizationId: string; userId?: string; personId?: string | null },
): Promise<SignedIn> {
  const organization_id = who.organizationId;
  const userId = who.userId ?? (await app.factory.user()).id;
  const personId =
    who.personId === undefined ? (await app.factory.person({ organization_id, full_name: who.role })).id : who.personId;
  await app.factory.membership({ organization_id, user_id: userId, role: who.role, person_id: personId });
  const session: Row = await app.factory.session({ organization_id, user_id: userId });
  const claims = { userId, organizationId: organization_id, sessionId: session.id };
  const token = await app.container.accessTokens.sign(claims, new Date());
  const client = new ApiClient(app.origin, { Authorization: `Bearer ${token}` });
  return Object.assign(client, { userId, personId, sessionId: session.id });
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
