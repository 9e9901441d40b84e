/** A connection of its own that hears `NOTIFY outbox`. Only a hint: without it the relay still polls. */
import { Client } from 'pg';
import type { Logger } from '../../platform/logger';
import { OUTBOX_CHANNEL } from './outbox.repository';

const RECONNECT_MS = 2_000;

/** Calls `onNotify` on each notification, and once when it begins to listen; connects again by itself. */
export class OutboxListener {
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ending: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    readonly databaseUrl: string,
    readonly onNotify: () => void,
    readonly logger: Logger,
  ) {
    this.#connect();
  }

  /** Stops listening; resolves when the connection is closed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#drop();
    await this.#ending;
  }

  #connect(): void {
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'plan-charge outbox listener',
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', (error) => {
      this.#lost(client, error);
    });
    client.on('end', () => {
      this.#lost(client, new Error('the connection ended'));
    });
    client.on('notification', this.onNotify);
    client
      .connect()
      .then(() => client.query(`listen ${OUTBOX_CHANNEL}`))
      .then(this.onNotify)
      .catch((error: unknown) => {
        this.#lost(client, error);
      });
  }

  #lost(client: Client, error: unknown): void {
    if (this.#client !== client || this.#stopped) return;
    this.logger.debug({ err: error }, 'not listening to the outbox for the moment');
    this.#drop();
    this.#timer = setTimeout(() => {
      this.#connect();
    }, RECONNECT_MS);
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    this.#ending = client.end().catch((error: unknown) => {
      this.logger.debug({ err: error }, 'the listener connection did not close cleanly');
    });
  }
}
