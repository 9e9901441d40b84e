/** A connection of its own that hears `NOTIFY outbox`. Only a hint: without it the relay still polls. */
import { Client } from 'pg';
import type { Logger } from '../../platform/logger';
import { OUTBOX_CHANNEL } from './outbox.repository';

/** Stops listening and closes the connection. */
export interface OutboxListener {
  stop(): Promise<void>;
}

const RECONNECT_MS = 2_000;

/** Calls `onNotify` on each notification; connects again by itself when PostgreSQL was away. */
export function listenToOutbox(databaseUrl: string, onNotify: () => void, logger: Logger): OutboxListener {
  let stopped = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> = Promise.resolve();

  const reconnectLater = (failed: Client, error?: Error): void => {
    if (client !== failed) return;
    client = undefined;
    logger.debug({ err: error }, 'not listening to the outbox for the moment');
    closing = failed.end().catch((endError: unknown) => {
      logger.debug({ err: endError }, 'the broken listener connection did not close cleanly');
    });
    if (!stopped) timer = setTimeout(connect, RECONNECT_MS);
  };

  function connect(): void {
    const next = new Client({
      connectionString: databaseUrl,
      application_name: 'plan-charge outbox listener',
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
    });
    client = next;
    next.on('error', (error) => {
      reconnectLater(next, error);
    });
    next.on('end', () => {
      reconnectLater(next);
    });
    next.on('notification', onNotify);
    next
      .connect()
      .then(() => next.query(`listen ${OUTBOX_CHANNEL}`))
      .then(onNotify)
      .catch((error: unknown) => {
        reconnectLater(next, error instanceof Error ? error : new Error(String(error)));
      });
  }

  connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      const open = client;
      client = undefined;
      await closing;
      await open?.end();
    },
  };
}
