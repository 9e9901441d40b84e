/** Forgotten passwords over HTTP. The token is what the mail will hold; that the mail goes out is tests/workflows/account-mail.test.ts. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sendAccountMail } from '../../src/domains/account-mails/send-account-mail.command';
import { FAILURES_PER_ACCOUNT } from '../../src/platform/login-throttle';
import type { Mail } from '../../src/platform/mailer';
import { MAILS_PER_ADDRESS, REQUESTS_PER_NETWORK } from '../../src/platform/password-reset-throttle';
import { buildAccount, logIn, PASSWORD, signInWithPassword } from '../support/accounts';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';
import { eventsOf } from '../support/resources';

const NEW_PASSWORD = 'an even better battery';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

const forget = (email: string, on = api): Promise<ApiAnswer> => on.anonymous.post('/auth/forgot-password', { email });
const reset = (token: string, new_password = NEW_PASSWORD): Promise<ApiAnswer> =>
  api.anonymous.post('/auth/reset-password', { token, new_password });
const refusalOf = ({ status, body }: ApiAnswer): unknown[] => [status, body.code, body.errors[0]?.pointer];

interface ResetRow {
  id: string;
  organization_id: string;
}

const requestsOf = (userId: string): Promise<ResetRow[]> =>
  api.database.admin('password_resets').where({ user_id: userId }).orderBy('id');

/** What the activity does for the newest request of the user; the token out of the mail it sends, or null when it sends none. */
async function mailedToken(userId: string): Promise<string | null> {
  const { id, organization_id: organizationId } = (await requestsOf(userId)).at(-1)!;
  const sent: Mail[] = [];
  const { database, linkTokens, config } = api.container;
  const mailer = { send: (mail: Mail) => Promise.resolve(void sent.push(mail)).then(() => ({ refused: [] })) };
  const input = { organizationId, id, kind: 'password_reset', version: 1, now: api.clock.now() } as const;
  await sendAccountMail({ database, linkTokens, appUrl: config.appUrl, mailer }, input);
  return /token=([\w-]+)/.exec(sent[0]?.text ?? '')?.[1] ?? null;
}

/** An account that forgot its password, and the token it was mailed. */
async function forgetful(): Promise<{ email: string; userId: string; token: string }> {
  const { email, userId } = await buildAccount(api);
  await forget(email);
  return { email, userId, token: (await mailedToken(userId)) ?? '' };
}

describe('asking for a link', () => {
  test.each([
    [{}, '/email'],
    [{ email: 'nobody' }, '/email'],
    [{ email: 'a@example.com', org_id: 'x' }, '/org_id'],
  ])('400 for %j names %s', async (body, pointer) => {
    const answer = await api.anonymous.post('/auth/forgot-password', body);
    expect(refusalOf(answer)).toEqual([400, 'validation_failed', pointer]);
  });

  test('202 alike for an account, none, one without organisation and one that is deactivated; only the first has a request', async () => {
    const { email, userId } = await buildAccount(api);
    const alone = await buildAccount(api, { organizationIds: [] });
    const paused = await buildAccount(api);
    await api.database.admin('memberships').where({ user_id: paused.userId }).update({ deactivated_at: new Date() });
    const answers = [];
    for (const address of [email.toUpperCase(), 'nobody@example.com', alone.email, paused.email]) {
      answers.push(await forget(address));
    }
    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [202, '']));
    expect(await requestsOf(userId)).toHaveLength(1);
    for (const other of [alone, paused]) expect(await requestsOf(other.userId)).toEqual([]);
    const [request] = await requestsOf(userId);
    expect((await eventsOf(api, request!.id)).emitted).toEqual(['password_reset.requested']);
  });

  test('the time of the answer does not tell them apart', async () => {
    const { email } = await buildAccount(api);
    const timeOf = async (address: string): Promise<number> => {
      const startedAt = performance.now();
      await forget(address);
      return performance.now() - startedAt;
    };
    await timeOf('warm-up@example.com');
    const [known, unknown] = [await timeOf(email), await timeOf('nobody-here@example.com')];
    expect(known).toBeGreaterThanOrEqual(249);
    expect(unknown).toBeGreaterThanOrEqual(249);
  });

  test('an address gets so many mails, whether or not it asks on; a network may ask so often', async () => {
    const other = await startApi();
    try {
      const { email, userId } = await buildAccount(other);
      const answers = [];
      for (let time = 0; time < MAILS_PER_ADDRESS + 2; time += 1) answers.push(forget(email, other));
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(answers.map(() => 202));
      expect(await other.database.admin('password_resets').where({ user_id: userId })).toHaveLength(MAILS_PER_ADDRESS);
      const rest = Array.from({ length: REQUESTS_PER_NETWORK - answers.length + 1 }, (_, index) =>
        forget(`nobody-${String(index)}@example.com`, other),
      );
      const statuses = (await Promise.all(rest)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
      const refused = await other.anonymous.post('/auth/reset-password', { token: 'x', new_password: NEW_PASSWORD });
      expect([refused.status, Number(refused.headers.get('Retry-After')) > 0]).toEqual([429, true]);
    } finally {
      await other.close();
    }
  });
});

describe('the link', () => {
  test.each([
    [{ new_password: 'short' }, '/new_password'],
    [{ token: '' }, '/token'],
    [{ token: 'x'.repeat(43) }, '/token'],
  ])('400 for %j names %s', async (change, pointer) => {
    const body = { token: 'y', new_password: NEW_PASSWORD, ...change };
    expect(refusalOf(await api.anonymous.post('/auth/reset-password', body))).toEqual([
      400,
      'validation_failed',
      pointer,
    ]);
  });

  test('204: the new password signs in, the old one does not, every session is over, failed logins are forgotten', async () => {
    const { email, userId } = await buildAccount(api, {
      organizationIds: [api.organizationId, api.strangerOrganizationId],
    });
    const sessions = [
      await signInWithPassword(api, email, { org_id: api.organizationId }),
      await signInWithPassword(api, email, { org_id: api.strangerOrganizationId }),
    ];
    for (let time = 0; time < FAILURES_PER_ACCOUNT; time += 1) await logIn(api, email, { password: 'wrong' });
    expect((await logIn(api, email)).status).toBe(429);
    await forget(email);
    const answer = await reset((await mailedToken(userId)) ?? '');
    expect([answer.status, answer.text]).toEqual([204, '']);
    for (const { client, refreshToken } of sessions) {
      expect((await client.get('/me')).status).toBe(401);
      expect((await api.anonymous.post('/auth/refresh', { refresh_token: refreshToken })).status).toBe(401);
    }
    expect((await logIn(api, email, { password: PASSWORD })).status).toBe(401);
    expect((await logIn(api, email, { password: NEW_PASSWORD })).status).toBe(200);
    expect((await eventsOf(api, userId)).audited).toEqual(['user.password_reset']);
  });

  test('opens once; two at once: one', async () => {
    const { token } = await forgetful();
    const answers = await Promise.all([reset(token), reset(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
    expect(refusalOf(await reset(token))).toEqual([400, 'validation_failed', '/token']);
  });

  test('opens for thirty minutes from its mail on, however late the mail was', async () => {
    const { email, userId } = await buildAccount(api);
    await forget(email);
    api.clock.advance(5 * 3_600_000);
    const token = (await mailedToken(userId)) ?? '';
    api.clock.advance(29 * 60_000);
    expect((await reset(token)).status).toBe(204);
    await forget(email);
    const late = (await mailedToken(userId)) ?? '';
    api.clock.advance(31 * 60_000);
    expect(refusalOf(await reset(late))).toEqual([400, 'validation_failed', '/token']);
  });

  test('is mailed once, and not at all a day later or after another link was used', async () => {
    const first = await forgetful();
    expect(await mailedToken(first.userId)).toBeNull();
    const second = await buildAccount(api);
    await forget(second.email);
    api.clock.advance(25 * 3_600_000);
    expect(await mailedToken(second.userId)).toBeNull();
    api.clock.reset();
    await forget(first.email);
    await reset(first.token);
    expect(await mailedToken(first.userId)).toBeNull();
  });

  test('is good for nothing after the password was changed in another way', async () => {
    const { email, token } = await forgetful();
    const { client } = await signInWithPassword(api, email);
    const change = { current_password: PASSWORD, new_password: 'changed while a link was open' };
    expect((await client.post('/auth/change-password', change)).status).toBe(204);
    expect(refusalOf(await reset(token))).toEqual([400, 'validation_failed', '/token']);
  });

  test('nothing of the token is stored, in no table', async () => {
    const { token, userId } = await forgetful();
    for (const table of ['password_resets', 'outbox', 'audit_events']) {
      const rows = await api.database.admin
        .select()
        .from(`${table} as t`)
        .whereRaw('t::text like ?', [`%${token}%`]);
      expect([table, rows]).toEqual([table, []]);
    }
    expect(await requestsOf(userId)).toHaveLength(1);
  });
});
