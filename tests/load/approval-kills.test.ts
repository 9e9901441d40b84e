/** Decisions under `kill -9` of the whole system: each request is approved, each effect happened once, each mail is there once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { ApiClient, type Reply } from '../../src/drill/api-client';
import { createRandom } from '../../src/drill/random';
import { seedOrganization, type DrillOrganization } from '../../src/drill/seed-organization';
import { WholeSystem } from '../../src/drill/whole-system';
import { pollUntil } from '../../src/local-servers/poll-until';
import { hashPassword } from '../../src/platform/passwords';
import { newId } from '../../src/shared/ids';

const PROGRAMS = resolve(__dirname, '../..', process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin');
const ROUNDS = 2;
const REQUESTS = 15;
const LIMIT_MS = 400_000;
const START_LIMIT_MS = 120_000;
const CALL_LIMIT_MS = 15_000;
const SETTLE_LIMIT_MS = 90_000;

let system: WholeSystem;
let organization: DrillOrganization;
/** Who asks, and who decides at level one and two. */
const users: { login: { email: string; password: string }; api: ApiClient; id: string }[] = [];

beforeAll(async () => {
  system = await WholeSystem.prepare({ env: process.env, programs: PROGRAMS });
  await system.start(START_LIMIT_MS);
  organization = await seedOrganization(system, 2);
  for (let count = 0; count < 3; count += 1) users.push(await addManager());
  const owner = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await owner.logIn(organization.login);
  const levels = users.slice(1).map(({ id }) => ({ approvers: [{ type: 'user', user_id: id }], rule: 'any' }));
  await owner.demand({ method: 'POST', path: '/approval-policies', body: { kind: 'allocation_request', levels } });
}, LIMIT_MS);
afterAll(() => system.remove(), 60_000);

async function rowsOf<T>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: system.databaseAdminUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}

async function addManager(): Promise<(typeof users)[number]> {
  const id = newId();
  const login = { email: `${id}@example.org`, password: newId() };
  const user = [id, login.email, 'Some Manager', await hashPassword(login.password)];
  await rowsOf('insert into users (id, email, full_name, password_hash) values ($1, $2, $3, $4)', user);
  const membership = [organization.organizationId, newId(), id];
  await rowsOf(
    `insert into memberships (organization_id, id, user_id, role) values ($1, $2, $3, 'manager')`,
    membership,
  );
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  return { login, api, id };
}

async function ask(): Promise<string> {
  const body = { person_id: organization.personIds[0], start_date: '2027-03-01', end_date: '2027-03-05', percent: 1 };
  const approval = await users[0]!.api.demand({ method: 'POST', path: '/allocation-requests', body });
  return String(approval['id']);
}

/** Approves at both levels; what got no answer is sent again, and may then have happened already. */
async function approveAtBothLevels(id: string, replies: Reply[]): Promise<void> {
  for (const { api } of users.slice(1)) {
    const decided = await pollUntil(async () => {
      const reply = await api.send({ method: 'POST', path: `/approvals/${id}:approve` });
      replies.push(reply);
      return reply.status === 200 || reply.body['code'] === 'already_decided' ? true : undefined;
    }, START_LIMIT_MS);
    if (decided !== true) throw new Error(`nobody could decide ${id}`);
  }
}

test(
  'every request ends approved, booked once, and everybody was told once',
  async () => {
    const random = createRandom(Date.now() % 2 ** 31);
    const ids: string[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const asked = await Promise.all(Array.from({ length: REQUESTS }, ask));
      ids.push(...asked);
      const replies: Reply[] = [];
      const deciding = Promise.all(asked.map((id) => approveAtBothLevels(id, replies)));
      const wanted = random.integer(1, 2 * REQUESTS - 2);
      await pollUntil(() => Promise.resolve(replies.length >= wanted ? true : undefined), START_LIMIT_MS);
      await system.killAll();
      await system.start(START_LIMIT_MS);
      await deciding;
      expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
    }
    const states = await rowsOf<{ state: string; effects: number; rows: number }>(
      `select a.state,
         (select count(*)::int from audit_events e where e.entity_id = a.subject_id and e.event = 'allocation.created') as effects,
         (select count(*)::int from allocations l where l.id = a.subject_id) as rows
       from approvals a where a.id = any ($1)`,
      [ids],
    );
    expect(states).toEqual(ids.map(() => ({ state: 'approved', effects: 1, rows: 1 })));
    expect(await rowsOf('select id from allocations')).toHaveLength(ids.length);

    const unsent = 'select id from approval_notices where sent_at is null';
    await pollUntil(async () => ((await rowsOf(unsent)).length === 0 ? true : undefined), SETTLE_LIMIT_MS);
    expect(await rowsOf(unsent)).toEqual([]);
    const sent = await rowsOf<{ id: string }>('select id from approval_notices where failed_code is null order by id');
    const mails = readdirSync(join(system.home, 'mailbox')).filter((name) => name.startsWith('approval-notice.'));
    expect(mails.map((name) => name.split(/[.@]/)[1]).sort()).toEqual(sent.map(({ id }) => id));
    const outcomes = await rowsOf(`select id from approval_notices where kind = 'outcome' and failed_code is null`);
    expect(outcomes).toHaveLength(ids.length);
  },
  LIMIT_MS,
);
