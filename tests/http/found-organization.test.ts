/** Founding an organisation from outside of the API: once, by a link that makes its owner. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { foundOrganization, type Founded } from '../../src/domains/members/found-organization.command';
import { newId } from '../../src/shared/ids';
import { buildAccount, logIn, PASSWORD } from '../support/accounts';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';

const ROOT = join(__dirname, '..', '..');
const CHOSEN = 'chosen by the first owner';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

const someName = (): string => `Atelier ${newId()}`;
const someAddress = (): string => `owner-${newId()}@example.org`;
const found = (name: string, ownerEmail: string, timezone?: string): Promise<Founded> => {
  const { database, linkTokens } = api.container;
  return foundOrganization(
    database,
    { linkTokens, appUrl: 'http://app', now: api.clock.now() },
    { name, ownerEmail, timezone },
  );
};
const accept = ({ url }: { url: string }, fields: object = { full_name: 'Ana Lira' }): Promise<ApiAnswer> =>
  api.anonymous.post('/auth/accept-invitation', {
    token: new URL(url).searchParams.get('token'),
    password: CHOSEN,
    ...fields,
  });
const countOf = async (name: string): Promise<number> =>
  (await api.database.admin('organizations').where({ name }).select('id')).length;

test('its owner joins by the link, signs in and founds the rest', async () => {
  const [name, email] = [someName(), someAddress()];
  const founded = await found(name, email, 'America/New_York');
  expect(founded.isNew).toBe(true);
  expect((await accept(founded)).status).toBe(200);
  const { body } = await logIn(api, email, { password: CHOSEN });
  expect(body['user']).toMatchObject({ org_id: founded.organizationId, roles: ['owner'], full_name: 'Ana Lira' });
  const rows = await api.database
    .admin('audit_events as a')
    .join('organizations as o', 'o.id', 'a.organization_id')
    .where('a.organization_id', founded.organizationId)
    .orderBy('a.id')
    .select<{ event: string; actor_kind: string; timezone: string }[]>('a.event', 'a.actor_kind', 'o.timezone');
  expect(rows.map(({ event, actor_kind }) => [event, actor_kind])).toEqual([
    ['organization.created', 'system'],
    ['member.invited', 'system'],
    ['member.joined', 'user'],
  ]);
  expect(rows[0]?.timezone).toBe('America/New_York');
});

test('who has an account joins with its password', async () => {
  const { email } = await buildAccount(api, { organizationIds: [api.organizationId] });
  const answer = await accept(await found(someName(), email), { password: PASSWORD });
  expect([answer.status, (answer.body['user'] as { organizations: unknown[] }).organizations]).toMatchObject([
    200,
    { length: 2 },
  ]);
});

test('repeated before the owner has joined, it is another link of the same organisation; afterwards it is refused', async () => {
  const [name, email] = [someName(), someAddress()];
  const first = await found(name, email);
  api.clock.advance(1_000);
  const second = await found(name, email);
  expect([second.organizationId, second.isNew]).toEqual([first.organizationId, false]);
  expect((await accept(first)).status).toBe(400);
  expect((await accept(second)).status).toBe(200);
  await expect(found(name, email)).rejects.toMatchObject({ code: 'conflict' });
  expect(await countOf(name)).toBe(1);
});

test('two at once found it once', async () => {
  const [name, email] = [someName(), someAddress()];
  const both = await Promise.all([found(name, email), found(name, email)]);
  expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
  expect(await countOf(name)).toBe(1);
});

test('the command says how the owner joins, and names an option that is wrong', async () => {
  const [name, email] = [someName(), someAddress()];
  const program = ['--import', 'tsx', join(ROOT, 'src', 'main-found.ts')];
  const env = { ...process.env, DATABASE_URL: api.database.appUrl };
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [...program, ...args], { cwd: ROOT, env });
  const { stdout } = await run('--organization', name, '--owner', email);
  expect(stdout).toContain(`Founded ${name} (`);
  expect(stdout).toMatch(/\/accept-invitation\?token=[\w-]{43}\n/);
  await expect(run('--organization', name, '--owner', 'nobody', '--timezone', 'Mars')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^Nothing was founded: --owner: .+; --timezone: not a time zone/,
    ) as unknown as string,
  });
});
