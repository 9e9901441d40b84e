/**
 * Answers of plain reads, kept in this process as the text that was sent, for the caller they were made for. One is given again
 * while that caller has the same rights and their organisation's data has the version it was made from (migration 0015): a change
 * raises the version within its own transaction, so nothing has ever to be taken out, and no answer is older than the last
 * commit before it was asked for.
 */
import { LRUCache } from 'lru-cache';
import type { Transaction } from './database';
import type { Metrics } from './metrics';
import { readsOnlyVersioned } from './versioned-tables';

/** Who asked for what. `url` is path and query as they were sent. */
export interface ReadAddress {
  organizationId: string;
  /** The user, or the API token. */
  caller: string;
  url: string;
}

/** What an answer follows from beside its address. `rights` is all of the caller that answers may depend on, as text. */
export interface ReadState {
  rights: string;
  dataVersion: number;
}

export interface KeptRead {
  text: string;
  /** The record's, for the `ETag`; undefined for a list. */
  version: number | undefined;
}

type Entry = KeptRead & ReadState;

const LONGEST_CHARACTERS = 200_000;
/** What the cache itself needs for an answer, roughly. */
const ENTRY_BYTES = 500;

export class ReadCache {
  readonly #entries: LRUCache<string, Entry> | undefined;

  /** At most `megabytes` of answers; 0 = keeps none. */
  constructor(
    megabytes: number,
    private readonly metrics: Pick<Metrics, 'readCacheLookups'>,
  ) {
    if (megabytes === 0) return;
    this.#entries = new LRUCache({
      maxSize: megabytes * 1024 * 1024,
      sizeCalculation: ({ text }, key) => 2 * (text.length + key.length) + ENTRY_BYTES,
    });
  }

  /** True where an answer is kept, good or not: where it is false, looking up the version first is a wait for nothing. */
  mayHave(address: ReadAddress): boolean {
    return this.#entries?.has(keyOf(address)) ?? false;
  }

  /** The answer, if it is still good. */
  find(address: ReadAddress, state: ReadState): KeptRead | undefined {
    const entry = this.#entries?.get(keyOf(address));
    const isGood = entry?.rights === state.rights && entry.dataVersion === state.dataVersion;
    this.metrics.readCacheLookups.inc({ result: isGood ? 'hit' : 'stale' });
    return isGood ? entry : undefined;
  }

  /** Keeps what was read after the version was. Very long answers are not kept. */
  keep(address: ReadAddress, { text, version, rights, dataVersion }: Entry): void {
    this.metrics.readCacheLookups.inc({ result: 'miss' });
    if (text.length <= LONGEST_CHARACTERS) this.#entries?.set(keyOf(address), { text, version, rights, dataVersion });
  }
}

/**
 * Watches what is read in a transaction from here on. The function it answers with says whether all of that came from tables
 * that raise the version, and from nothing that changes by itself.
 */
export function watchReads(trx: Transaction): () => boolean {
  let isVersioned = true;
  trx.on('query', ({ sql }: { sql: string }) => {
    isVersioned &&= readsOnlyVersioned(sql);
  });
  return () => isVersioned;
}

function keyOf({ organizationId, caller, url }: ReadAddress): string {
  return `${organizationId} ${caller} ${url}`;
}
