/** Ports on 127.0.0.1: free ones, the same over restarts where that is possible. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { hasCode } from './local-server-error';
import { readHomeFile, writeHomeFile } from './home-folder';

const FILE = 'ports.json';
/** Below what systems give to outgoing connections: one of theirs must not sit on a server's port while that starts again. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const ATTEMPTS = 200;

/** Answers a port that was free a moment ago. @throws Error when none of 200 chosen by chance is */
export async function findFreePort(): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port between ${String(LOWEST_PORT)} and ${String(HIGHEST_PORT)}`);
}

/** `preferred` if given and free, else the port this part had last time if still free, else any free one; remembered. */
export async function choosePort(home: string, name: string, preferred?: number): Promise<number> {
  const kept = readHomeFile(home, FILE)[name];
  const wishes = [preferred, typeof kept === 'number' ? kept : undefined].filter((port) => port !== undefined);
  for (const port of wishes) {
    if (await isPortFree(port)) return remember(home, name, port);
  }
  return remember(home, name, await findFreePort());
}

function remember(home: string, name: string, port: number): number {
  writeHomeFile(home, FILE, { content: { ...readHomeFile(home, FILE), [name]: port }, mode: 0o644 });
  return port;
}

/** True when nothing listens on `host:port` and we may. Port 0 is always free. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE', 'EACCES')) resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
