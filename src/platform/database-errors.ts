/** What PostgreSQL and its driver may answer, told apart by code, never by text. */
import { DomainError } from '../shared/domain-error';

const RETRYABLE = new Set(['40001', '40P01']);
const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '25P03',
]);

/**
 * What the driver says without a code: the connection broke under a statement, while it was opened, before the next statement,
 * or between two statements of a transaction (Knex then knows only that its connection is gone).
 */
const LOST_CONNECTION = [
  'Connection terminated',
  'timeout expired',
  'connection error and is not queryable',
  'was closed and is not queryable',
  'Invalid connection for transaction query',
];

/** True when running the whole transaction again is the right answer: a deadlock or a serialization failure. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error));
}

/** True when PostgreSQL could not be reached or went away; nothing was committed unless the commit itself was cut off. */
export function isUnavailable(error: unknown): boolean {
  if (UNAVAILABLE.has(codeOf(error))) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError') return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return LOST_CONNECTION.some((words) => error.message.includes(words));
}

/**
 * Turns what the database refused into the domain's words; anything unknown comes back as it was.
 * Commands check references and uniqueness themselves: this is the net for two writers at once.
 */
export function toDomainError(error: unknown): unknown {
  if (isUnavailable(error))
    return new DomainError('dependency_unavailable', 'The database cannot be reached.', { dependency: 'postgresql' });
  switch (codeOf(error)) {
    case '23505':
      return new DomainError('duplicate', 'A record with the same key exists.', { constraint: constraintOf(error) });
    case '23P01':
      return new DomainError('overlapping_span', 'The dates overlap those of another record.', {
        constraint: constraintOf(error),
      });
    case '23503':
      return new DomainError('reference_not_found', 'A record that is referred to does not exist.', {});
    case '57014':
      return new DomainError('dependency_unavailable', 'The database took too long over this; try again.', {
        dependency: 'postgresql',
      });
    case '55P03':
      return new DomainError('conflict', 'Another write holds these records; try again.', {});
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  return textOf(error, 'code');
}

function constraintOf(error: unknown): string {
  return textOf(error, 'constraint');
}

/** A field of the driver's error; Objection wraps that in one of its own, as `nativeError`. */
function textOf(error: unknown, field: string): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('nativeError' in error) return textOf(error.nativeError, field);
  return field in error ? String((error as Record<string, unknown>)[field]) : '';
}
