/** Sends what the Temporal SDK, workflows and activities log to the process's own logger. */
import type { LogMetadata, Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from './logger';

/** An adapter for `Runtime.install`. */
export function temporalLogger(logger: Logger): TemporalLogger {
  const child = logger.child({ component: 'temporal' });
  const write = {
    TRACE: (message: string, meta: LogMetadata) => {
      child.trace(meta, message);
    },
    DEBUG: (message: string, meta: LogMetadata) => {
      child.debug(meta, message);
    },
    INFO: (message: string, meta: LogMetadata) => {
      child.info(meta, message);
    },
    WARN: (message: string, meta: LogMetadata) => {
      child.warn(meta, message);
    },
    ERROR: (message: string, meta: LogMetadata) => {
      child.error(meta, message);
    },
  };
  return {
    log: (level, message, meta = {}) => {
      write[level](message, plain(meta));
    },
    trace: (message, meta = {}) => {
      write.TRACE(message, plain(meta));
    },
    debug: (message, meta = {}) => {
      write.DEBUG(message, plain(meta));
    },
    info: (message, meta = {}) => {
      write.INFO(message, plain(meta));
    },
    warn: (message, meta = {}) => {
      write.WARN(message, plain(meta));
    },
    error: (message, meta = {}) => {
      write.ERROR(message, plain(meta));
    },
  };
}

/** pino writes errors well under `err`; the SDK calls them `error`. Big integers have no JSON form. */
function plain(meta: LogMetadata): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(meta) as [string, unknown][]) {
    fields[key === 'error' ? 'err' : key] = typeof value === 'bigint' ? value.toString() : value;
  }
  return fields;
}
