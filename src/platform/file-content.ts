/** What both file stores do with keys and contents. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileReceipt } from './file-store';

const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
const LONGEST_KEY = 500;

/** @throws Error when the key could leave the store or is none: a programming error, for keys are never a client's */
export function assertKey(key: string): void {
  if (key.length > LONGEST_KEY || !KEY.test(key)) throw new Error(`not a key of a file: ${JSON.stringify(key)}`);
}

/** @throws Error when it is no prefix of keys at a `/` */
export function assertPrefix(prefix: string): void {
  if (prefix !== '' && !prefix.endsWith('/')) throw new Error(`a prefix ends with /: ${JSON.stringify(prefix)}`);
  if (prefix !== '') assertKey(prefix.slice(0, -1));
}

/** Passes the content on unchanged; `receipt()` says what has passed. */
export function measured(content: Readable | Uint8Array): {
  chunks: AsyncIterable<Uint8Array>;
  receipt: () => FileReceipt;
} {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pass(): AsyncIterable<Uint8Array> {
    const source = content instanceof Readable ? (content as AsyncIterable<Uint8Array>) : [content];
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  return { chunks: pass(), receipt: () => ({ sha256: hash.digest('hex'), bytes }) };
}
