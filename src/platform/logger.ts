/** Structured logs: JSON lines with request, workflow and organisation ids; secrets are cut out by name. */
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export type { Logger } from 'pino';

/** A logger writing JSON lines to standard output, or elsewhere. */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    name,
    level,
    redact: {
      paths: ['password', '*.password', 'refresh_token', '*.refresh_token', 'authorization', '*.authorization'],
      censor: '[removed]',
    },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
