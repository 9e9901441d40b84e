/** `npm run api`: the REST API as one process, listening once PostgreSQL is there. Stops on SIGINT or SIGTERM after the requests under way. */
import type { Server } from 'node:http';
import { createApp } from './app';
import { loadConfig } from './config/config';
import { createContainer } from './container';
import { awaitDatabase } from './platform/database';
import { startTracing } from './platform/tracing';

const GRACE_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const stopTracing = startTracing('plan-charge-api', config);
  const container = createContainer(config, 'api');
  await awaitDatabase(container.database, container.logger);
  const server = createApp(container).listen(config.port, config.host, () => {
    container.logger.info({ port: config.port, host: config.host }, 'the API listens');
  });
  server.on('error', (error) => {
    container.logger.fatal({ err: error, port: config.port }, 'the API cannot listen: is the port taken?');
    process.exit(1);
  });
  const stop = (signal: NodeJS.Signals): void => {
    container.logger.info({ signal }, 'stopping');
    void closeServer(server).then(container.close).then(stopTracing);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const limit = setTimeout(() => {
    server.closeAllConnections();
  }, GRACE_MS);
  await closed;
  clearTimeout(limit);
}

main().catch((error: unknown) => {
  process.stderr.write(`The API could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1); // its connections would keep it alive
});
