/** Ports on 127.0.0.1: free ones, the same over restarts where that is possible. */
import { createServer } from 'node:net';
import { hasCode } from './local-server-error';
import { readHomeFile, writeHomeFile } from './home-folder';

const FILE = 'ports.json';

/** True when nothing listens on `host:port` and we may. Port 0 is always free. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await tryListen(port, host)) !== undefined;
}

/** Answers a port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const port = await tryListen(0, '127.0.0.1');
  if (port === undefined) throw new Error('the system has no free port');
  return port;
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

function tryListen(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE', 'EACCES')) resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : undefined);
      });
    });
  });
}
