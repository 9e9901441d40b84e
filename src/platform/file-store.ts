/** Where files are kept; which store it is, `open-file-store.ts` decides. Rows in the database say what each file is. */
import type { Readable } from 'node:stream';
import { DomainError } from '../shared/domain-error';

/** What was kept: hexadecimal SHA-256 and size of the content. */
export interface FileReceipt {
  sha256: string;
  bytes: number;
}

export interface StoredFile {
  key: string;
  bytes: number;
  modifiedAt: Date;
}

/**
 * Keys are paths such as `attachments/0198…/0199…`: parts of letters, digits, `.`, `_` and `-`, none of which begins with a dot.
 * Every method throws DomainError dependency_unavailable when the store does not answer.
 */
export interface FileStore {
  /** Keeps the whole content under the key, in place of what was there; when it throws, what was there is still there. */
  put(key: string, content: Readable | Uint8Array, options: { mediaType: string }): Promise<FileReceipt>;
  /** The content as a stream that the caller must read or destroy; undefined when there is none. */
  get(key: string): Promise<Readable | undefined>;
  /** Nothing is under the key afterwards, whether or not something was. */
  delete(key: string): Promise<void>;
  /** Every file whose key begins with `prefix`, which is empty or ends with `/`; in no order. */
  list(prefix: string): AsyncIterable<StoredFile>;
}

/** All bytes of a stored file. @throws DomainError not_found */
export async function readStoredFile(store: FileStore, key: string): Promise<Buffer> {
  const stream = await store.get(key);
  if (stream === undefined) throw new DomainError('not_found', 'The file is no longer there.');
  return Buffer.concat((await stream.toArray()) as Uint8Array[]);
}
