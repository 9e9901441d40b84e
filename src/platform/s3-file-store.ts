/**
 * Files in a bucket of an S3-compatible server, addressed as `s3://KEY:SECRET@host/bucket?region=eu-west-3` (`s3+http://` without TLS).
 * Requests are signed with AWS Signature Version 4; contents above 8 MiB go up in parts, so memory stays bounded.
 */
import { Readable } from 'node:stream';
import type { S3mini } from 's3mini';
import { DomainError } from '../shared/domain-error';
import { assertKey, assertPrefix, measured } from './file-content';
import type { FileReceipt, FileStore, StoredFile } from './file-store';

/** Until the first byte of an answer; a part of 8 MiB goes up within it. */
const PATIENCE_MS = 60_000;
const PART_BYTES = 8 * 1_024 * 1_024;
const PAGE = 1_000;

export class S3FileStore implements FileStore {
  #client: Promise<S3mini> | undefined;

  constructor(private readonly url: URL) {}

  async put(key: string, content: Readable | Uint8Array, { mediaType }: { mediaType: string }): Promise<FileReceipt> {
    assertKey(key);
    const { chunks, receipt } = measured(content);
    const body = await bodyOf(chunks);
    await this.#ask((s3) => s3.putAnyObject(key, body, mediaType));
    return receipt();
  }

  async get(key: string): Promise<Readable | undefined> {
    assertKey(key);
    const response = await this.#ask((s3) => s3.getObjectResponse(key));
    if (response === null) return undefined;
    return response.body === null ? Readable.from([]) : Readable.fromWeb(response.body as never);
  }

  async delete(key: string): Promise<void> {
    assertKey(key);
    await this.#ask((s3) => s3.deleteObject(key));
  }

  async *list(prefix: string): AsyncIterable<StoredFile> {
    assertPrefix(prefix);
    let token: string | undefined;
    do {
      const page = await this.#ask((s3) => s3.listObjectsPaged('/', prefix, PAGE, token));
      for (const { Key, Size, LastModified } of page?.objects ?? []) {
        yield { key: Key, bytes: Size, modifiedAt: LastModified };
      }
      token = page?.nextContinuationToken;
    } while (token !== undefined);
  }

  async #ask<T>(request: (s3: S3mini) => Promise<T>): Promise<T> {
    this.#client ??= connect(this.url);
    const client = await this.#client;
    try {
      return await request(client);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('dependency_unavailable', `The file store failed (${(error as Error).message}).`);
    }
  }
}

async function connect(url: URL): Promise<S3mini> {
  const { S3mini } = await import('s3mini');
  return new S3mini({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    endpoint: `${url.protocol === 's3:' ? 'https' : 'http'}://${url.host}${url.pathname}`,
    region: url.searchParams.get('region') ?? 'auto',
    minPartSize: PART_BYTES,
    fetch: fetchPatiently,
  });
}

/** One piece when it is small, which is one request; else what was read followed by the rest, as a stream. */
async function bodyOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | ReadableStream> {
  const source = chunks[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  for (let bytes = 0; bytes <= PART_BYTES;) {
    const next = await source.next();
    if (next.done === true) return Buffer.concat(head);
    head.push(next.value);
    bytes += next.value.length;
  }
  async function* whole(): AsyncIterable<Uint8Array> {
    yield* head.splice(0);
    yield* { [Symbol.asyncIterator]: () => source };
  }
  return Readable.toWeb(Readable.from(whole())) as ReadableStream;
}

/** The limit ends with the first byte of the answer: a large file may take its time. */
async function fetchPatiently(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort(new Error('no answer'));
  }, PATIENCE_MS);
  try {
    return await fetch(input, { ...init, signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
}
