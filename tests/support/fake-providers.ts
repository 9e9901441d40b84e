/** Fakes of a test's own, and the real adapters on them through the run's real Redis. */
import { Redis } from 'ioredis';
import { startFakeProviders, type RunningFakeProviders } from '../../src/fake-providers/start-fake-providers';
import { createProviders, type Providers } from '../../src/domains/integrations/create-providers.provider';
import type { ProviderRecord, RecordKind, RejectedRow } from '../../src/domains/integrations/provider-records.types';
import type { PageRequest, Provider, ProviderPage } from '../../src/domains/integrations/provider.types';
import { createLogger } from '../../src/platform/logger';
import { openRedis } from '../../src/platform/redis';
import { ProviderRateLimit } from '../../src/platform/provider-rate-limit';
import { testServers } from './server-handover';

export const payfitKey = { apiKey: 'demo-payfit-key' };
export const gryzzlyKey = { apiKey: 'demo-gryzzly-key' };

export interface ProvidersOnFakes {
  fakes: RunningFakeProviders;
  providers: Providers;
  redis: Redis;
  close: () => Promise<void>;
}

/** Fakes, adapters, and a limiter that starts with nothing counted. */
export async function providersOnFakes(size: 30 | 1_000 = 30, now?: Date): Promise<ProvidersOnFakes> {
  const fakes = await startFakeProviders({ size, ...(now === undefined ? {} : { now }) });
  const logger = createLogger('test', 'silent');
  const redis = openRedis(testServers().redisUrl, logger);
  await forgetLimits();
  const { payfit, gryzzly } = fakes.baseUrls;
  const providers = createProviders(
    { payfit: { baseUrl: payfit, oauthUrl: payfit }, gryzzly: { baseUrl: gryzzly } },
    new ProviderRateLimit(redis, logger),
  );
  return {
    fakes,
    providers,
    redis,
    close: async () => {
      redis.disconnect();
      await fakes.close();
    },
  };
}

/** Two suites that use the same demo keys must not wait for each other. */
async function forgetLimits(): Promise<void> {
  const redis = new Redis(testServers().redisUrl);
  const keys = await redis.keys('provider-limit:*');
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
}

/** Reads a listing to its end. */
export async function listAll<K extends RecordKind>(
  provider: Provider,
  request: Omit<PageRequest<K>, 'cursor'>,
): Promise<{ records: ProviderRecord<K>[]; rejected: RejectedRow[]; pages: number; moved: boolean }> {
  const all = { records: [] as ProviderRecord<K>[], rejected: [] as RejectedRow[], pages: 0, moved: false };
  let cursor: string | null = null;
  do {
    const page: ProviderPage<K> = await provider.listPage<K>({ ...request, cursor });
    all.records.push(...page.records);
    all.rejected.push(...page.rejected);
    all.pages += 1;
    all.moved ||= page.moved;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
