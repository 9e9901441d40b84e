/** Structured logs: JSON lines with request, workflow and organisation ids; secrets and rows of the database are cut out by name. */
import { pino, stdSerializers, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export type { Logger } from 'pino';

/** Where PostgreSQL quotes what it refused: `Failing row contains (…)`, `Key (email)=(…) already exists`. */
const QUOTES_ROWS = ['detail', 'where', 'hint', 'internalQuery'];

/** A logger writing JSON lines to standard output, or elsewhere. */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    name,
    level,
    redact: {
      paths: ['password', '*.password', 'refresh_token', '*.refresh_token', 'authorization', '*.authorization'],
      censor: '[removed]',
    },
    serializers: { err: withoutRows },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** An error with code, constraint and stack, without the values a statement had; those inside it likewise. */
function withoutRows(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const hidden = [...QUOTES_ROWS, 'aggregateErrors'];
  const kept = Object.entries(stdSerializers.err(error)).filter(([field]) => !hidden.includes(field));
  const inner = error instanceof AggregateError ? { aggregateErrors: error.errors.map(withoutRows) } : {};
  return { ...Object.fromEntries(kept), ...inner };
}
