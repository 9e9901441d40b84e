/** Sign in, carry on, sign out. READINGS 43-45. Forged and outlived tokens are in token-attacks.test.ts. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { FAILURES_PER_ACCOUNT } from '../../src/platform/login-throttle';
import { hashPassword } from '../../src/platform/passwords';
import { newId } from '../../src/shared/ids';
import { ApiClient, startApi, type ApiAnswer, type TestApi } from '../support/api';

const PASSWORD = 'correct horse battery staple';
let api: TestApi;
let passwordHash: string;

beforeAll(async () => {
  api = await startApi();
  passwordHash = await hashPassword(PASSWORD);
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

interface Account {
  email: string;
  userId: string;
}

async function buildAccount(organizationIds: string[] = [api.organizationId]): Promise<Account> {
  const user = await api.factory.user({ password_hash: passwordHash });
  for (const organization_id of organizationIds) {
    await api.factory.membership({ organization_id, user_id: user.id, role: 'manager' });
  }
  return { email: user.email, userId: user.id };
}

function logIn(email: string, fields: object = {}): Promise<ApiAnswer> {
  return api.anonymous.post('/auth/login', { email, password: PASSWORD, ...fields });
}

function refresh(refresh_token: string): Promise<ApiAnswer> {
  return api.anonymous.post('/auth/refresh', { refresh_token });
}

function bearer(token: string): ApiClient {
  return new ApiClient(api.origin, { Authorization: `Bearer ${token}` });
}

function outcome(answer: ApiAnswer): [number, string] {
  return [answer.status, answer.body.code];
}

describe('login', () => {
  test('gives a pair of tokens and says who is signed in', async () => {
    const { email, userId } = await buildAccount();
    const answer = await logIn(email.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^pcr_/),
      token_type: 'bearer',
      expires_in: 900,
      user: {
        id: userId,
        email,
        full_name: 'Some User',
        org_id: api.organizationId,
        roles: ['manager'],
        person_id: null,
        organizations: [{ id: api.organizationId, name: expect.any(String), role: 'manager' }],
      },
    });
    expect((await bearer(answer.body.access_token).get('/people')).status).toBe(200);
  });

  test('enters the organisation asked for, then the one entered last', async () => {
    const { email } = await buildAccount([api.organizationId, api.strangerOrganizationId]);
    for (const org_id of [api.strangerOrganizationId, api.organizationId]) {
      expect((await logIn(email, { org_id })).body['user']).toMatchObject({ org_id });
      expect((await logIn(email)).body['user']).toMatchObject({ org_id });
    }
  });

  test('answers a wrong password, an unknown address and a foreign organisation alike', async () => {
    const { email } = await buildAccount();
    const answers = [
      await logIn(email, { password: 'wrong' }),
      await logIn('nobody@example.com'),
      await logIn(email, { org_id: api.strangerOrganizationId }),
    ];
    const seen = answers.map(({ status, headers, body }) => {
      const { request_id: _, ...rest } = body;
      return { status, challenge: headers.get('www-authenticate'), ...rest };
    });
    expect(seen[0]).toMatchObject({ status: 401, code: 'invalid_credentials', challenge: 'Bearer' });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  test.each([
    [{}, ['/email', '/password']],
    [{ email: 'no address', password: 'x' }, ['/email']],
    [{ email: 'a@example.com', password: '' }, ['/password']],
    [{ email: 'a@example.com', password: 'x', org_id: 'mine' }, ['/org_id']],
    [{ email: 'a@example.com', password: 'x', remember: true }, ['/remember']],
  ])('400 for %j names %j', async (body, pointers) => {
    const answer = await api.anonymous.post('/auth/login', body);
    expect(outcome(answer)).toEqual([400, 'validation_failed']);
    expect(answer.body.errors.map((error) => error.pointer)).toEqual(pointers);
  });

  test('a good login forgets the failures before it; ten in a row make the account wait', async () => {
    const { email } = await buildAccount();
    const other = await buildAccount();
    const fail = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        expect((await logIn(email, { password: 'wrong' })).status).toBe(401);
      }
    };
    await fail(FAILURES_PER_ACCOUNT - 1);
    expect((await logIn(email)).status).toBe(200);
    await fail(FAILURES_PER_ACCOUNT);
    const refused = await logIn(email);
    expect(outcome(refused)).toEqual([429, 'too_many_requests']);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);
    expect(refused.body['retry_after_seconds']).toBe(seconds);
    expect((await logIn(other.email)).status).toBe(200);
  });

  test('a burst at once is judged no further than the limit', async () => {
    const { email } = await buildAccount();
    const guesses = Array.from({ length: 3 * FAILURES_PER_ACCOUNT }, () => logIn(email, { password: 'wrong' }));
    const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(FAILURES_PER_ACCOUNT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2 * FAILURES_PER_ACCOUNT);
  });
});

describe('refresh', () => {
  test('rotates: a new pair each time, for the same user and organisation', async () => {
    const { email, userId } = await buildAccount();
    const first = (await logIn(email)).body;
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(second.body['user']).toMatchObject({ id: userId, org_id: api.organizationId });
    expect((await bearer(second.body.access_token).get('/me')).status).toBe(200);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
  });

  test('the last spent token gives the same successor again within 10 s', async () => {
    const { email } = await buildAccount();
    const first = (await logIn(email)).body.refresh_token;
    const second = (await refresh(first)).body.refresh_token;
    api.clock.advance(9_000);
    const repeated = await refresh(first);
    expect([repeated.status, repeated.body.refresh_token]).toEqual([200, second]);
    expect((await refresh(second)).status).toBe(200);
  });

  test('two refreshes at once get the same successor', async () => {
    const { email } = await buildAccount();
    const { refresh_token } = (await logIn(email)).body;
    const [one, two] = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body.refresh_token).toBe(one.body.refresh_token);
  });

  test.each([
    ['the last spent token after 10 s', 1, 11_000],
    ['an older token at once', 2, 0],
  ])('%s ends the whole session', async (_, refreshes, laterMs) => {
    const { email } = await buildAccount();
    const first = (await logIn(email)).body.refresh_token;
    let newest: ApiAnswer = await refresh(first);
    for (let time = 1; time < refreshes; time += 1) newest = await refresh(newest.body.refresh_token);
    api.clock.advance(laterMs);
    expect(outcome(await refresh(first))).toEqual([401, 'refresh_token_reused']);
    expect(outcome(await refresh(newest.body.refresh_token))).toEqual([401, 'unauthenticated']);
    expect((await bearer(newest.body.access_token).get('/me')).status).toBe(401);
  });

  test('a session unused for longer than 30 days has ended', async () => {
    const { email } = await buildAccount();
    const { refresh_token } = (await logIn(email)).body;
    api.clock.advance(31 * 24 * 3_600_000);
    expect(outcome(await refresh(refresh_token))).toEqual([401, 'unauthenticated']);
  });

  test('401 for a text that is no token, one of an unknown session, and one of a removed member', async () => {
    const { email, userId } = await buildAccount();
    const { refresh_token } = (await logIn(email)).body;
    await api.database.admin('memberships').where({ user_id: userId }).update({ deleted_at: new Date() });
    for (const token of ['nonsense', `pcr_${newId()}_${'A'.repeat(43)}`, refresh_token]) {
      expect(outcome(await refresh(token))).toEqual([401, 'unauthenticated']);
    }
  });

  test('400 without a token', async () => {
    const answer = await api.anonymous.post('/auth/refresh', {});
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/refresh_token']);
  });
});

describe('logout', () => {
  test('204, then neither token is good for anything; other sessions go on', async () => {
    const { email } = await buildAccount();
    const [one, other] = [(await logIn(email)).body, (await logIn(email)).body];
    const client = bearer(one.access_token);
    const answer = await client.post('/auth/logout', { refresh_token: one.refresh_token });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await client.get('/me')).status).toBe(401);
    expect(outcome(await refresh(one.refresh_token))).toEqual([401, 'unauthenticated']);
    expect((await bearer(other.access_token).get('/me')).status).toBe(200);
  });

  test("somebody else's token stays as it is", async () => {
    const { email } = await buildAccount();
    const { access_token, refresh_token } = (await logIn(email)).body;
    for (const client of [api.as.owner, api.stranger]) {
      expect((await client.post('/auth/logout', { refresh_token })).status).toBe(204);
    }
    expect((await bearer(access_token).get('/me')).status).toBe(200);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  test('401 without an access token, before the body is judged', async () => {
    expect((await api.anonymous.post('/auth/logout', {})).status).toBe(401);
  });
});

test.each(['/me', '/auth/me'])('%s is the profile with every organisation', async (path) => {
  const { email, userId } = await buildAccount([api.organizationId, api.strangerOrganizationId]);
  const { access_token } = (await logIn(email, { org_id: api.organizationId })).body;
  const answer = await bearer(access_token).get(path);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ id: userId, email, org_id: api.organizationId, roles: ['manager'] });
  const organizations = answer.body['organizations'] as { id: string }[];
  expect(organizations.map(({ id }) => id).sort()).toEqual([api.organizationId, api.strangerOrganizationId].sort());
  expect((await api.anonymous.get(path)).status).toBe(401);
});
