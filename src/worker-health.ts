/** A worker's small HTTP side: alive, ready, metrics. For probes and Prometheus, without authentication, so bind it privately. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

export interface WorkerHealthDeps {
  registry: Registry;
  isReady: () => boolean;
  /** Brings metrics up to date that nobody counts by the way; must not throw. */
  refresh: () => Promise<void>;
}

/** Serves `/health`, `/ready` (503 while the worker does not poll) and `/metrics`; resolves when listening. */
export async function serveWorkerHealth(
  deps: WorkerHealthDeps,
  address: { host: string; port: number },
): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(deps, request.url ?? '/', response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return server;
}

async function answer(deps: WorkerHealthDeps, path: string, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/health':
      json(response, 200, { status: 'alive' });
      return;
    case '/ready': {
      const ready = deps.isReady();
      json(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not_ready' });
      return;
    }
    case '/metrics':
      await deps.refresh();
      response.writeHead(200, { 'content-type': deps.registry.contentType });
      response.end(await deps.registry.metrics());
      return;
    default:
      json(response, 404, { status: 'not_found' });
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
