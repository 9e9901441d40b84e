/** The only reader of the environment: every variable, its default and its check in one place. */
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { providerSettings, providerVariables, type ProviderSettings } from './provider-settings';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const requestsPerMinute = z.coerce.number().int().min(0).max(100_000_000).optional();

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PORT: port.default(8000),
  HOST: z.string().min(1).optional(),
  PLAN_CHARGE_HOME: z.string().min(1).default('.plan-charge'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_ADMIN_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    ),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_CLI_PATH: z.string().min(1).optional(),
  TEMPORAL_UI_PORT: port.default(8233),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_TLS_CERT_PATH: z.string().min(1).optional(),
  TEMPORAL_TLS_KEY_PATH: z.string().min(1).optional(),
  WORKER_HEALTH_PORT: port.optional(),
  JWT_SECRET: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.string().min(32, 'each key needs at least 32 characters')).min(1))
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Plan Charge <no-reply@localhost>'),
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  WEBHOOK_ALLOW_PRIVATE_ADDRESSES: flag.default(false),
  FILES_URL: z.url({ protocol: /^(file|s3|s3\+http)$/ }).optional(),
  ...providerVariables,
  DATA_KEYS: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.string().regex(/^[0-9a-f]{64}$/i, 'each key is 64 hexadecimal digits')).min(1))
    .optional(),
  DEMO_DATA: flag.optional(),
  ALLOW_DEMO_DATA_IN_PRODUCTION: flag.default(false),
  TRUST_PROXY: flag.default(false),
  RATE_LIMIT_PER_TOKEN: requestsPerMinute,
  RATE_LIMIT_PER_USER: requestsPerMinute,
  RATE_LIMIT_PER_ADDRESS: requestsPerMinute,
  RATE_LIMIT_PER_ORGANIZATION: requestsPerMinute,
  READ_CACHE_MB: z.coerce.number().int().min(0).max(65_536).default(64),
  RECOMPUTE_WINDOW_MS: z.coerce.number().int().min(10).default(2_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});

/** Measurements and test suites send from one address what a production system gets from many. */
const DEVELOPMENT_GENEROSITY = 10;

/** Everything the program may be told, checked. Times in milliseconds, sizes in connections. */
export interface Config {
  nodeEnv: 'development' | 'production' | 'test';
  logLevel: string;
  port: number;
  /** Address to listen on; every interface in production, this machine alone otherwise. */
  host: string;
  /** Absolute path of the folder for data, cached binaries and generated secrets. */
  home: string;
  databaseUrl: string | undefined;
  databaseAdminUrl: string | undefined;
  databasePoolSize: number;
  redisUrl: string | undefined;
  corsOrigins: readonly string[];
  temporal: {
    address: string | undefined;
    namespace: string;
    cliPath: string | undefined;
    uiPort: number;
    apiKey: string | undefined;
    tls: boolean;
    tlsCertPath: string | undefined;
    tlsKeyPath: string | undefined;
  };
  workerHealthPort: number | undefined;
  /** HMAC keys of access tokens, newest first: the first signs, all verify. */
  jwtSecrets: readonly string[];
  mail: {
    smtpUrl: string | undefined;
    /** Where mails go without `smtpUrl`; none in production, where they wait instead. */
    mailboxFolder: string | undefined;
    from: string;
  };
  /** Where people open links of mails, without a slash at the end. */
  appUrl: string;
  /** `file:` a folder, `s3:` a bucket; without one, the folder `files` of the home folder. */
  filesUrl: string | undefined;
  /** True lets webhooks go to this machine and private networks, and without TLS. */
  webhookAllowPrivateAddresses: boolean;
  providers: ProviderSettings;
  /** AES keys of stored secrets, newest first: the first encrypts, all decrypt. */
  dataKeys: readonly Buffer[];
  demoData: boolean;
  trustProxy: boolean;
  /** Requests in a minute; 0 = no limit. */
  rateLimits: { token: number; user: number; address: number; organization: number };
  /** Memory for answers of plain reads; 0 = every read is made anew. */
  readCacheMegabytes: number;
  recomputeWindowMs: number;
  otlpEndpoint: string | undefined;
}

/**
 * Reads and checks the environment.
 * @throws Error naming each bad variable, or what production lacks.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const value = checkedEnvironment(env);
  if (value.NODE_ENV === 'production') refuseUnsafeProduction(value);
  const home = resolve(value.PLAN_CHARGE_HOME);
  const production = value.NODE_ENV === 'production';
  return {
    nodeEnv: value.NODE_ENV,
    logLevel: value.LOG_LEVEL,
    port: value.PORT,
    host: value.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    home,
    databaseUrl: value.DATABASE_URL,
    databaseAdminUrl: value.DATABASE_ADMIN_URL,
    databasePoolSize: value.DATABASE_POOL_SIZE,
    redisUrl: value.REDIS_URL,
    corsOrigins: value.CORS_ORIGINS,
    temporal: temporalOf(value),
    workerHealthPort: value.WORKER_HEALTH_PORT,
    mail: mailOf(value, home),
    appUrl: (value.APP_URL ?? `http://localhost:${String(value.PORT)}`).replace(/\/+$/, ''),
    filesUrl: value.FILES_URL,
    webhookAllowPrivateAddresses: value.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
    providers: providerSettings(value),
    jwtSecrets: value.JWT_SECRET ?? [keptSecret(home, 'jwt-secret', 'base64url')],
    dataKeys: (value.DATA_KEYS ?? [keptSecret(home, 'data-key', 'hex')]).map((key) => Buffer.from(key, 'hex')),
    demoData: value.DEMO_DATA ?? !production,
    trustProxy: value.TRUST_PROXY,
    rateLimits: rateLimitsOf(value, production ? 1 : DEVELOPMENT_GENEROSITY),
    readCacheMegabytes: value.READ_CACHE_MB,
    recomputeWindowMs: value.RECOMPUTE_WINDOW_MS,
    otlpEndpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

function checkedEnvironment(env: NodeJS.ProcessEnv): z.infer<typeof environment> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not usable:\n${lines.join('\n')}`);
  }
  return parsed.data;
}

/** What is not set: one person is thought to need no more than 100 requests a second, an office 200, an organisation 1,000. */
function rateLimitsOf(value: z.infer<typeof environment>, generosity: number): Config['rateLimits'] {
  return {
    token: value.RATE_LIMIT_PER_TOKEN ?? 6_000 * generosity,
    user: value.RATE_LIMIT_PER_USER ?? 6_000 * generosity,
    address: value.RATE_LIMIT_PER_ADDRESS ?? 12_000 * generosity,
    organization: value.RATE_LIMIT_PER_ORGANIZATION ?? 60_000 * generosity,
  };
}

function temporalOf(value: z.infer<typeof environment>): Config['temporal'] {
  return {
    address: value.TEMPORAL_ADDRESS,
    namespace: value.TEMPORAL_NAMESPACE,
    cliPath: value.TEMPORAL_CLI_PATH,
    uiPort: value.TEMPORAL_UI_PORT,
    apiKey: value.TEMPORAL_API_KEY,
    tls: value.TEMPORAL_TLS,
    tlsCertPath: value.TEMPORAL_TLS_CERT_PATH,
    tlsKeyPath: value.TEMPORAL_TLS_KEY_PATH,
  };
}

function mailOf(value: z.infer<typeof environment>, home: string): Config['mail'] {
  const mailboxFolder = value.NODE_ENV === 'production' ? undefined : join(home, 'mailbox');
  return { smtpUrl: value.SMTP_URL, mailboxFolder, from: value.MAIL_FROM };
}

function refuseUnsafeProduction(value: z.infer<typeof environment>): void {
  const missing = (['DATABASE_URL', 'TEMPORAL_ADDRESS', 'JWT_SECRET', 'DATA_KEYS'] as const).filter(
    (name) => value[name] === undefined,
  );
  if (missing.length > 0) throw new Error(`NODE_ENV=production needs ${missing.join(', ')}.`);
  if (value.DEMO_DATA === true && !value.ALLOW_DEMO_DATA_IN_PRODUCTION) {
    throw new Error('NODE_ENV=production refuses DEMO_DATA unless ALLOW_DEMO_DATA_IN_PRODUCTION=true.');
  }
}

/**
 * A key of development: made once and kept in the home folder, so that a restart logs nobody out and reads what is stored. It
 * appears whole or not at all, for two parts that start at once on a fresh home.
 */
function keptSecret(home: string, name: string, encoding: 'base64url' | 'hex'): string {
  const path = join(home, name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  mkdirSync(home, { recursive: true });
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, randomBytes(32).toString(encoding), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8');
}
