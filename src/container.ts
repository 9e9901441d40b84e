/** The composition root: every dependency built once, by hand, and passed on as a plain argument. */
import type { Redis } from 'ioredis';
import type { Config } from './config/config';
import { createProviders, type Providers } from './domains/integrations/create-providers.provider';
import { rotateCredentials, type KeepRotatedCredentials } from './domains/integrations/rotate-credentials.command';
import { AccessTokens } from './platform/access-tokens';
import { AnswerCache } from './platform/answer-cache';
import { systemClock, type Clock } from './platform/clock';
import { openDatabase, type Database } from './platform/database';
import type { FileStore } from './platform/file-store';
import { DerivedTokens } from './platform/derived-tokens';
import { createLogger, type Logger } from './platform/logger';
import { KnownTokens } from './platform/known-tokens';
import { LoginThrottle } from './platform/login-throttle';
import { createMailer, type Mailer } from './platform/mailer';
import { createMetrics, type Metrics } from './platform/metrics';
import { openFileStore } from './platform/open-file-store';
import { ProviderRateLimit } from './platform/provider-rate-limit';
import { PasswordResetThrottle } from './platform/password-reset-throttle';
import { RateLimits } from './platform/rate-limits';
import { KeyRing } from './platform/secrets/key-ring';
import { ReadCache } from './platform/read-cache';
import { openRedis } from './platform/redis';
import { createWebhookSender, type WebhookSender } from './platform/webhook-sender';
import { createTemporalGateway, temporalSettings, type TemporalGateway } from './platform/temporal-client';

export interface Container {
  config: Config;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  database: Database;
  redis: Redis | undefined;
  /** undefined when no address is configured: writes go on, their events wait in the outbox. */
  temporal: TemporalGateway | undefined;
  accessTokens: AccessTokens;
  /** Encrypts the secrets that are stored. */
  keyRing: KeyRing;
  keepRotatedCredentials: KeepRotatedCredentials;
  loginThrottle: LoginThrottle;
  passwordResetThrottle: PasswordResetThrottle;
  knownTokens: KnownTokens;
  rateLimits: RateLimits;
  answerCache: AnswerCache;
  readCache: ReadCache;
  mailer: Mailer;
  webhookSender: WebhookSender;
  fileStore: FileStore;
  /** Payfit and Gryzzly, or the fakes where the configuration says so. */
  providers: Providers;
  /** Tokens of links in mails. */
  linkTokens: DerivedTokens;
  /** Closes pools and connections; the program ends by itself afterwards. */
  close: () => Promise<void>;
}

/** @throws Error when DATABASE_URL is not set */
export function createContainer(config: Config, name: string, clock: Clock = systemClock): Container {
  if (config.databaseUrl === undefined) throw new Error('DATABASE_URL is not set; `npm start` sets it for you.');
  const logger = createLogger(name, config.logLevel);
  const pool = { poolSize: config.databasePoolSize, applicationName: `plan-charge ${name}`, logger };
  const database = openDatabase(config.databaseUrl, pool);
  const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, logger);
  const metrics = createMetrics();
  const temporal = openTemporal(config);
  const keyRing = new KeyRing(config.dataKeys);
  return {
    config,
    clock,
    logger,
    metrics,
    database,
    redis,
    temporal,
    accessTokens: new AccessTokens(config.jwtSecrets),
    keyRing,
    keepRotatedCredentials: (owner, credentials) => rotateCredentials({ database, clock, keyRing }, owner, credentials),
    loginThrottle: new LoginThrottle(redis),
    passwordResetThrottle: new PasswordResetThrottle(redis),
    knownTokens: new KnownTokens(),
    rateLimits: new RateLimits(redis, config.rateLimits),
    answerCache: new AnswerCache(redis, metrics),
    readCache: new ReadCache(config.readCacheMegabytes, metrics),
    mailer: createMailer(config.mail),
    webhookSender: createWebhookSender(clock, { allowPrivateAddresses: config.webhookAllowPrivateAddresses }),
    fileStore: openFileStore(config),
    providers: createProviders(config.providers, providerLimit({ redis, logger, metrics })),
    linkTokens: new DerivedTokens(config.jwtSecrets),
    close: async () => {
      redis?.disconnect();
      await temporal?.close();
      await database.destroy();
    },
  };
}

function openTemporal({ temporal }: Config): TemporalGateway | undefined {
  return temporal.address === undefined ? undefined : createTemporalGateway(temporalSettings(temporal));
}

/** The key of a limit begins with the provider's name; the rest of it is nobody's business in a metric. */
function providerLimit({ redis, logger, metrics }: Pick<Container, 'redis' | 'logger' | 'metrics'>): ProviderRateLimit {
  return new ProviderRateLimit(redis, logger, {
    onWait: (key, seconds) => {
      metrics.providerWaitSeconds.observe({ provider: key.split(':')[0] ?? '' }, seconds);
    },
  });
}
