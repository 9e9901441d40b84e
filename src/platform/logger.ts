/** Structured logs: JSON lines with request, workflow and organisation ids; secrets are cut out by name. */
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** A logger writing JSON lines to standard output. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: ['password', '*.password', 'refresh_token', '*.refresh_token', 'authorization', '*.authorization'],
      censor: '[removed]',
    },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
