import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/config';

const home = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

const production = {
  NODE_ENV: 'production',
  PLAN_CHARGE_HOME: home,
  DATABASE_URL: 'postgres://plan_charge_app@db/plan_charge',
  TEMPORAL_ADDRESS: 'temporal:7233',
  JWT_SECRET: 'x'.repeat(32),
  DATA_KEYS: 'ab'.repeat(32),
};

describe('production', () => {
  test('starts with what it needs, without demo data, on every interface', () => {
    const config = loadConfig(production);
    expect(config).toMatchObject({ nodeEnv: 'production', demoData: false, host: '0.0.0.0', port: 8000 });
    expect(config.jwtSecrets).toEqual([production.JWT_SECRET]);
  });

  test.each(['DATABASE_URL', 'TEMPORAL_ADDRESS', 'JWT_SECRET', 'DATA_KEYS'])(
    'refuses to go without %s, and names it',
    (name) => {
      expect(() => loadConfig({ ...production, [name]: '' })).toThrow(name);
    },
  );

  test('refuses demo data unless told twice', () => {
    expect(() => loadConfig({ ...production, DEMO_DATA: 'true' })).toThrow('DEMO_DATA');
    const told = loadConfig({ ...production, DEMO_DATA: 'true', ALLOW_DEMO_DATA_IN_PRODUCTION: 'true' });
    expect(told.demoData).toBe(true);
  });
});

describe('development', () => {
  test('makes a signing key once, keeps it, and shows it to nobody else', () => {
    const first = loadConfig({ PLAN_CHARGE_HOME: home });
    const second = loadConfig({ PLAN_CHARGE_HOME: home });
    expect(first.jwtSecrets).toEqual(second.jwtSecrets);
    expect(first.jwtSecrets[0]!.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(home, 'jwt-secret')).mode & 0o077).toBe(0);
    expect(first).toMatchObject({ nodeEnv: 'development', demoData: true, host: '127.0.0.1' });
  });
});

describe('mail', () => {
  test('is files in the home folder, but in production waits for a server', () => {
    expect(loadConfig({ PLAN_CHARGE_HOME: home }).mail).toMatchObject({ mailboxFolder: join(home, 'mailbox') });
    expect(loadConfig(production).mail.mailboxFolder).toBeUndefined();
    const told = loadConfig({ ...production, SMTP_URL: 'smtps://u:p@mail:465', APP_URL: 'https://plan.example.com/' });
    expect(told).toMatchObject({ mail: { smtpUrl: 'smtps://u:p@mail:465' }, appUrl: 'https://plan.example.com' });
  });
});

test.each([
  ['SMTP_URL', 'http://mail'],
  ['APP_URL', 'plan.example.com'],
  ['PORT', '70000'],
  ['PORT', 'eight'],
  ['DATABASE_URL', 'mysql://db/x'],
  ['DATABASE_URL', 'db'],
  ['REDIS_URL', 'http://redis'],
  ['NODE_ENV', 'prod'],
  ['LOG_LEVEL', 'loud'],
  ['JWT_SECRET', 'short'],
  ['JWT_SECRET', `${'x'.repeat(40)},short`],
  ['DATA_KEYS', 'ab'.repeat(31)],
  ['DATA_KEYS', `${'ab'.repeat(32)},xy`],
  ['DEMO_DATA', 'perhaps'],
  ['DATABASE_POOL_SIZE', '1'],
  ['RATE_LIMIT_PER_USER', '-1'],
  ['RATE_LIMIT_PER_ADDRESS', 'many'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => loadConfig({ PLAN_CHARGE_HOME: home, [name]: value })).toThrow(name);
});

test('every bad variable is named at once; an empty one is as if it were not there', () => {
  const attempt = (): unknown => loadConfig({ PLAN_CHARGE_HOME: home, PORT: 'x', LOG_LEVEL: 'y' });
  expect(attempt).toThrow(/PORT/);
  expect(attempt).toThrow(/LOG_LEVEL/);
  expect(loadConfig({ PLAN_CHARGE_HOME: home, PORT: '', REDIS_URL: '' })).toMatchObject({
    port: 8000,
    redisUrl: undefined,
  });
});

test('rate limits are wide outside production, and each can be set or taken away', () => {
  const limits = { token: 6_000, user: 6_000, address: 12_000, organization: 60_000 };
  expect(loadConfig(production).rateLimits).toEqual(limits);
  expect(loadConfig({ PLAN_CHARGE_HOME: home }).rateLimits.user).toBe(60_000);
  const set = { RATE_LIMIT_PER_USER: '5', RATE_LIMIT_PER_ORGANIZATION: '0' };
  expect(loadConfig({ ...production, ...set }).rateLimits).toEqual({ ...limits, user: 5, organization: 0 });
});

test('lists are split and trimmed; a ring of keys keeps its order', () => {
  const keys = ['a'.repeat(32), 'b'.repeat(32)];
  const config = loadConfig({
    PLAN_CHARGE_HOME: home,
    CORS_ORIGINS: ' https://a.example , ,https://b.example',
    JWT_SECRET: keys.join(','),
  });
  expect(config.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  expect(config.jwtSecrets).toEqual(keys);
});

test('webhooks stay outside unless told', () => {
  expect(loadConfig(production).webhookAllowPrivateAddresses).toBe(false);
  const told = loadConfig({ ...production, WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' });
  expect(told.webhookAllowPrivateAddresses).toBe(true);
});
