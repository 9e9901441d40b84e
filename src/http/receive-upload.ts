/** Receives `multipart/form-data` with one file: streamed to where it is kept, never whole in memory. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { FileReceipt } from '../platform/file-store';
import { DomainError, invalidField } from '../shared/domain-error';

/** A file as the client sends it: name and media type are the client's word. */
export interface IncomingFile {
  name: string | undefined;
  mediaType: string;
  content: Readable;
}

/** A file that was kept. */
export type Kept = FileReceipt;

export interface Upload<K extends Kept> {
  /** Largest file. */
  maxBytes: number;
  /** Reads the content to its end or throws. Runs with no transaction open. */
  keep: (file: IncomingFile, organizationId: string) => Promise<K>;
  discard: (kept: K) => Promise<void>;
}

export interface Received {
  kept: Kept;
  /** The text fields as JSON. */
  fieldsText: string;
  /** The same for the same fields and the same file. */
  fingerprint: string;
}

/** What the parts and their headers may add to the file. */
const MOST_OVERHEAD_BYTES = 65_536;
const MOST_FIELDS = 20;
const LONGEST_FIELD_BYTES = 10_000;

/**
 * Reads the form. When it throws, nothing is kept.
 * @throws DomainError unsupported_media_type, payload_too_large, malformed_body, validation_failed, and what `keep` throws
 */
export async function receiveUpload(
  request: IncomingMessage,
  upload: Upload<Kept>,
  organizationId: string,
): Promise<Received> {
  const most = upload.maxBytes + MOST_OVERHEAD_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(upload.maxBytes);
  const form = new Form(parserOf(request, upload.maxBytes), upload, organizationId);
  const kept = await form.outcome(await form.read(request, most));
  const fieldsText = JSON.stringify(Object.fromEntries(form.fields));
  return { kept, fieldsText, fingerprint: `${fieldsText}${kept.sha256}` };
}

/**
 * Runs `work` and discards the file unless `work` called `use` and ended well. A commit whose outcome nobody knows keeps the
 * file: one without a row is found later, a row without a file is a loss.
 */
export async function usingUpload<T>(
  upload: Upload<Kept>,
  kept: Kept,
  work: (use: () => void) => Promise<T>,
): Promise<T> {
  const used = new Set<Kept>();
  try {
    const result = await work(() => used.add(kept));
    if (!used.has(kept)) await upload.discard(kept);
    return result;
  } catch (error) {
    const isOutcomeUnknown = error instanceof DomainError && error.code === 'dependency_unavailable';
    if (!used.has(kept) || !isOutcomeUnknown) await upload.discard(kept);
    throw error;
  }
}

class Form {
  readonly fields = new Map<string, string>();
  #keeping: Promise<Kept> | undefined;
  #problem: DomainError | undefined;

  constructor(
    private readonly parser: busboy.Busboy,
    private readonly upload: Upload<Kept>,
    organizationId: string,
  ) {
    // The parser may report a broken form twice, and `read` hears the first report only.
    parser.on('error', ignoreRepeated);
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated) this.#refuse(name, 'too_long', 'is too long');
      if (this.fields.has(name)) this.#refuse(name, 'duplicate_field', 'stands twice');
      this.fields.set(name, value);
    });
    parser.on('fieldsLimit', () => {
      this.#refuse('', 'too_many_fields', 'the form has too many fields');
    });
    parser.on('file', (name, content, { filename, mimeType }) => {
      // A form that breaks off within a file that nobody keeps, or no longer: `read` hears of it from the parser.
      content.on('error', ignoreRepeated);
      if (name !== 'file' || this.#keeping !== undefined) {
        this.#refuse(name, 'unknown_field', 'is not known here: send one file as `file`');
        content.resume();
        return;
      }
      // What is kept then is cut off, and discarded once the form is read to its end.
      content.on('limit', () => {
        this.#problem = tooLarge(upload.maxBytes);
      });
      const file = { name: filename, mediaType: mimeType, content };
      this.#keeping = upload.keep(file, organizationId);
      // Awaited in `outcome`; until then the rest of the form is read, so that its sender can be answered.
      this.#keeping.catch(() => content.resume());
    });
  }

  /**
   * Reads the request to its end, or answers why it could not. The request is left alone when reading stops, so that the
   * refusal can be answered on its connection.
   */
  async read(request: IncomingMessage, most: number): Promise<DomainError | undefined> {
    const { parser } = this;
    const closed = once(parser, 'close');
    closed.catch(ignoreRepeated); // awaited below, perhaps long after it has failed: the rest may be slow to come
    let bytes = 0;
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > most) throw tooLarge(this.upload.maxBytes);
        if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), closed]);
      }
      parser.end();
      await closed;
      return undefined;
    } catch (error) {
      parser.destroy(error as Error);
      await Promise.allSettled([closed]); // it fails for the same reason
      return error instanceof DomainError ? error : new DomainError('malformed_body', 'The form cannot be read.');
    }
  }

  /** What was kept; on a failure, of reading or of the form, it is discarded first. */
  async outcome(failure: DomainError | undefined): Promise<Kept> {
    if (this.#keeping === undefined) {
      throw failure ?? this.#problem ?? invalidField('/file', 'required', 'send the file as the part `file`');
    }
    const [keeping] = await Promise.allSettled([this.#keeping]);
    if (keeping.status === 'rejected') throw failure ?? (keeping.reason as Error); // a form that broke off broke off the file
    const kept = keeping.value;
    const reason = failure ?? this.#problem ?? (kept.bytes === 0 ? emptyFile() : undefined);
    if (reason === undefined) return kept;
    await this.upload.discard(kept);
    throw reason;
  }

  #refuse(name: string, code: string, words: string): void {
    this.#problem ??= invalidField(name === '' ? '' : `/${name}`, code, `${name} ${words}`.trim());
  }
}

/** For what `read` hears of elsewhere: an error that nobody listens for ends the process. */
function ignoreRepeated(): void {
  return;
}

function parserOf(request: IncomingMessage, maxBytes: number): busboy.Busboy {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'multipart/form-data') throw new DomainError('unsupported_media_type', 'Send multipart/form-data.');
  const limits = { fileSize: maxBytes + 1, fields: MOST_FIELDS, fieldSize: LONGEST_FIELD_BYTES, fieldNameSize: 100 };
  try {
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits });
  } catch {
    throw new DomainError('malformed_body', 'The form has no boundary.');
  }
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError('payload_too_large', `The file is larger than ${String(maxBytes)} bytes.`);
}

function emptyFile(): DomainError {
  return invalidField('/file', 'empty_file', 'the file is empty');
}
