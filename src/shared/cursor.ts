/** Opaque list cursors: the sort value and id of the last row given, so that inserted rows never shift a page. */
import { isIsoDate } from './calendar-dates';
import { DomainError } from './domain-error';
import { isUuid } from './ids';

export interface Cursor {
  sortValue: string;
  id: string;
  /** Of a list of changes: the instant its first page was read at. */
  until?: string;
}

/** @example decodeCursor(encodeCursor({ sortValue: 'Ada', id })) gives the same value back */
export function encodeCursor(cursor: Cursor): string {
  const { sortValue, id, until } = cursor;
  return Buffer.from(JSON.stringify([sortValue, id, ...(until === undefined ? [] : [until])])).toString('base64url');
}

/**
 * The position a cursor stands for; `kind` is what its list is sorted by.
 * @throws DomainError validation_failed when the text is no cursor of ours
 */
export function decodeCursor(text: string, kind: 'text' | 'date' = 'text'): Cursor {
  const parsed = parseOrNull(Buffer.from(text, 'base64url').toString('utf8'));
  if (Array.isArray(parsed) && (parsed.length === 2 || parsed.length === 3)) {
    const [sortValue, id, until] = parsed as unknown[];
    if (typeof sortValue === 'string' && typeof id === 'string' && isUuid(id) && fits(sortValue, kind)) {
      if (until === undefined) return { sortValue, id };
      if (typeof until === 'string' && isInstant(until)) return { sortValue, id, until };
    }
  }
  throw new DomainError('validation_failed', 'cursor is not one that this API gave out', {
    errors: [{ pointer: '/query/cursor', code: 'invalid_cursor', message: 'not a cursor of this API' }],
  });
}

function isInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text && isIsoDate(text.slice(0, 10));
}

/** Whatever passes can be compared with by PostgreSQL. */
function fits(sortValue: string, kind: 'text' | 'date'): boolean {
  return kind === 'date' ? isIsoDate(sortValue) : !sortValue.includes('\u0000');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The caller turns every unreadable cursor into the same refusal.
  }
}
