/** What happens around a login while it is under way: failures of ours, connections held, a password changed meanwhile. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { FAILURES_PER_ACCOUNT } from '../../src/platform/login-throttle';
import { hashPassword } from '../../src/platform/passwords';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';
import { untilWaiting } from '../support/until-waiting';

const PASSWORD = 'correct horse battery staple';
let api: TestApi;
let passwordHash: string;
/** Takes a second or so to judge. */
let slowHash: string;

beforeAll(async () => {
  api = await startApi();
  passwordHash = await hashPassword(PASSWORD);
  slowHash = await hash(PASSWORD, {
    memoryCost: 19_456,
    timeCost: 100,
    parallelism: 1,
  });
});
afterAll(() => api.close());

async function buildAccount(password_hash: string): Promise<{ email: string; userId: string }> {
  const user = await api.factory.user({ password_hash });
  await api.factory.membership({ organization_id: api.organizationId, user_id: user.id });
  return { email: user.email, userId: user.id };
}

function logIn(email: string): Promise<ApiAnswer> {
  return api.anonymous.post('/auth/login', { email, password: PASSWORD });
}

test('an attempt that breaks before its password is judged does not count', async () => {
  const { email } = await buildAccount(passwordHash);
  const { admin } = api.database;
  await admin.raw('alter table users rename to users_away');
  try {
    for (let time = 0; time <= FAILURES_PER_ACCOUNT; time += 1) expect((await logIn(email)).status).toBe(500);
  } finally {
    await admin.raw('alter table users_away rename to users');
  }
  expect((await logIn(email)).status).toBe(200);
});

test('no connection of the pool is held while a password is judged', async () => {
  const { email } = await buildAccount(slowHash);
  const { pool } = api.container.database.client as { pool: { numUsed: () => number } };
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(pool.numUsed()), 5);
  const answer = await logIn(email);
  clearInterval(sampling);
  expect(answer.status).toBe(200);
  expect(samples.length).toBeGreaterThan(20);
  expect(samples.filter((used) => used === 0).length).toBeGreaterThan(samples.length / 2);
});

test('a password changed while it is judged opens nothing', async () => {
  const { email, userId } = await buildAccount(slowHash);
  const changer = await api.database.admin.transaction();
  await changer('users').where({ id: userId }).update({ password_hash: passwordHash });
  const attempt = logIn(email);
  await untilWaiting(api.database, 1);
  await changer.commit();
  const answer = await attempt;
  expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials']);
  expect(await api.database.admin('sessions').where({ user_id: userId })).toEqual([]);
});
