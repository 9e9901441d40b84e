/**
 * Answers that took work to make, kept as JSON text under the version of the data they were made from: in this process, and in
 * Redis for the others. A change raises the version within its own transaction, so nothing has ever to be taken out, and
 * nobody is told less than what was committed when they asked. Without Redis each process keeps its own.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Transaction } from './database';
import { jsonText } from './json-text';
import type { Metrics } from './metrics';

/** What an answer depends on beside the data: everything that could make two callers' answers differ. */
export interface AnswerKey {
  name: string;
  parameters: object;
}

/** An answer as it was made. */
export interface MadeAnswer {
  body: object;
  /** Its figures will get better without any change of the data, so it is kept for a moment only. */
  isStale: boolean;
}

/** Longer answers are made anew each time: so many of them must fit into the memory of a process. */
const LONGEST_CHARACTERS = 12_000_000;
const MOST_ANSWERS = 12;
const KEPT = '10m';
/** Every change makes another version, and old ones stay until their time is over: Redis must hold a minute's of these. */
const LARGE_CHARACTERS = 100_000;
const KEPT_LARGE = '1m';
const KEPT_STALE = '1s';

type Store = Awaited<ReturnType<typeof openStore>>;

export class AnswerCache {
  #store: Promise<Store> | undefined;

  constructor(
    private readonly redis: Redis | undefined,
    private readonly metrics: Pick<Metrics, 'answerCacheLookups'>,
  ) {}

  /**
   * The text kept for this organisation, version and key, or else what `make` makes; of many who ask at once one makes it. `make`
   * must see all that was committed when the version was read. @throws what `make` throws
   */
  async text(
    trx: Transaction,
    organizationId: string,
    { key, make }: { key: AnswerKey; make: () => Promise<MadeAnswer> },
  ): Promise<{ text: string; isCached: boolean }> {
    const version = await readDataVersion(trx, organizationId);
    const parameters = createHash('sha256').update(JSON.stringify(key.parameters)).digest('base64url');
    let made: string | undefined;
    this.#store ??= openStore(this.redis);
    const store = await this.#store;
    const kept = await store.getOrSet({
      key: `${organizationId}:${String(version)}:${key.name}:${parameters}`,
      factory: async (context) => {
        const { body, isStale } = await make();
        const text = await jsonText(body);
        made = text;
        if (text.length > LONGEST_CHARACTERS) context.skip();
        if (text.length > LARGE_CHARACTERS) context.setOptions({ ttl: KEPT_LARGE });
        if (isStale) context.setOptions({ ttl: KEPT_STALE });
        return text;
      },
    });
    const text = made ?? kept;
    this.metrics.answerCacheLookups.inc({ result: made === undefined ? 'hit' : 'miss' });
    return { text, isCached: made === undefined };
  }
}

/** Grows with every committed change of what figures and names come from (migration 0015). */
export async function readDataVersion(trx: Transaction, organizationId: string): Promise<number> {
  const [row] = await trx('data_versions')
    .where('organization_id', organizationId)
    .options({ name: 'data-version' })
    .select<{ version: number }[]>(trx.raw('coalesce(sum(raised), 0)::bigint as version'));
  return row?.version ?? 0;
}

/** Loaded at the first look-up, since most programs never make one. */
async function openStore(redis: Redis | undefined) {
  const { BentoCache, bentostore } = await import('bentocache');
  const { memoryDriver } = await import('bentocache/drivers/memory');
  const { redisDriver } = await import('bentocache/drivers/redis');
  const memory = bentostore().useL1Layer(memoryDriver({ maxItems: MOST_ANSWERS, serialize: false }));
  return new BentoCache({
    default: 'answers',
    stores: { answers: redis === undefined ? memory : memory.useL2Layer(redisDriver({ connection: redis })) },
    prefix: 'plan-charge:answers',
    ttl: KEPT,
    grace: false,
    suppressL2Errors: true,
    l2CircuitBreakerDuration: '5s',
  });
}
