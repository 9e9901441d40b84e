/** Puts an uploaded file into the file store, before it has a record. */
import { Readable } from 'node:stream';
import type { FileStore } from '../../platform/file-store';
import { newId } from '../../shared/ids';
import type { KeptFile } from './attachments.types';
import { contentTypeOf, HEAD_BYTES } from './file-content.rules';
import { fileKeyOf } from './file-key.rules';
import { safeFileName } from './file-name.rules';

/**
 * Judges the content by its beginning and keeps the whole of it.
 * @throws DomainError unsupported_media_type, dependency_unavailable, and what the stream fails with
 */
export async function keepFile(
  fileStore: FileStore,
  file: { name: string | undefined; mediaType: string; content: Readable },
  organizationId: string,
): Promise<KeptFile> {
  const id = newId();
  const filename = safeFileName(file.name);
  const { head, whole } = await peek(file.content);
  const contentType = contentTypeOf(head, { name: filename, claimed: file.mediaType.toLowerCase() });
  const receipt = await fileStore.put(fileKeyOf({ organizationId, id }), whole, { mediaType: contentType });
  return { id, organizationId, filename, contentType, ...receipt };
}

/** The first bytes, and a stream of all of them. */
async function peek(content: Readable): Promise<{ head: Buffer; whole: Readable }> {
  const source = content.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const read: Buffer[] = [];
  for (let bytes = 0; bytes < HEAD_BYTES;) {
    const next = await source.next();
    if (next.done === true) break;
    read.push(next.value);
    bytes += next.value.length;
  }
  const head = Buffer.concat(read);
  async function* all(): AsyncIterable<Buffer> {
    if (head.length > 0) yield head;
    yield* source;
  }
  return { head: head.subarray(0, HEAD_BYTES), whole: Readable.from(all()) };
}
