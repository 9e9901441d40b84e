/** Reads a JSON body with the limits every operation shares: size, depth, no duplicate keys, no text that cannot be stored. */
import type { IncomingMessage } from 'node:http';
import { visit } from 'jsonc-parser';
import getRawBody from 'raw-body';
import { DomainError } from '../shared/domain-error';

/** Largest body in bytes (1 MiB). */
export const MAX_BODY_BYTES = 1_048_576;
/** Deepest nesting of objects and arrays. */
export const MAX_DEPTH = 20;

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The body's bytes as text; empty when there is none.
 * @throws DomainError payload_too_large, unsupported_media_type, malformed_body
 */
export async function readBodyText(request: IncomingMessage): Promise<string> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length === 0 && request.headers['transfer-encoding'] === undefined) return '';
  if (length > MAX_BODY_BYTES) throw tooLarge();
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/merge-patch+json') {
    throw new DomainError('unsupported_media_type', 'Send application/json.');
  }
  try {
    const bytes = await getRawBody(request, { limit: MAX_BODY_BYTES });
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new DomainError('malformed_body', 'The body is not UTF-8.');
    if ((error as { type?: string }).type === 'entity.too.large') {
      request.resume(); // The rest is thrown away: left unread, it would stand before the connection's next request.
      throw tooLarge();
    }
    // Aborted while it was read, or before.
    if (['request.aborted', 'stream.not.readable'].includes((error as { type?: string }).type ?? ''))
      throw new DomainError('malformed_body', 'The body ended early.');
    throw error;
  }
}

/** Parses strictly. @throws DomainError malformed_body naming the pointer of what is wrong */
export function parseJson(text: string): unknown {
  refuseSurprises(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('', 'invalid_json', 'The body is not valid JSON.');
  }
}

function refuseSurprises(text: string): void {
  const keys: Set<string>[] = [];
  let depth = 0;
  const enter = (): void => {
    depth += 1;
    if (depth > MAX_DEPTH)
      throw malformed('', 'too_deep', `The body is nested more than ${String(MAX_DEPTH)} levels deep.`);
  };
  visit(text, {
    onObjectBegin: () => {
      enter();
      keys.push(new Set());
    },
    onObjectEnd: () => {
      depth -= 1;
      keys.pop();
    },
    onArrayBegin: enter,
    onArrayEnd: () => {
      depth -= 1;
    },
    onObjectProperty: (...[key, , , , , path]) => {
      const pointer = pointerOf([...path(), key]);
      const seen = keys.at(-1);
      if (seen?.has(key) === true) throw malformed(pointer, 'duplicate_key', `The key ${key} stands twice.`);
      seen?.add(key);
      if (key.includes('\u0000')) throw malformed(pointer, 'nul_character', 'A key cannot hold a NUL character.');
      if (key === '__proto__') throw malformed(pointer, 'forbidden_key', 'This key is not allowed.');
    },
    onLiteralValue: (...[value, , , , , path]) => {
      if (typeof value === 'string' && value.includes('\u0000')) {
        throw malformed(pointerOf(path()), 'nul_character', 'Text cannot hold a NUL character.');
      }
      if (typeof value === 'string' && LONE_SURROGATE.test(value)) {
        throw malformed(pointerOf(path()), 'lone_surrogate', 'Text cannot hold half a surrogate pair.');
      }
    },
  });
}

/** @example pointerOf(['items', 3, 'a/b']) === '/items/3/a~1b' */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function malformed(pointer: string, code: string, message: string): DomainError {
  return new DomainError('malformed_body', message, { errors: [{ pointer, code, message }] });
}

function tooLarge(): DomainError {
  return new DomainError('payload_too_large', `The body is larger than ${String(MAX_BODY_BYTES)} bytes.`);
}
