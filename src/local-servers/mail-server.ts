/** A real SMTP server as a process of its own, for drills: it can be killed, comes back, and what it has taken it has taken. */
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { logFileOf, prepareHome } from './home-folder';
import { findFreePort } from './ports';
import { SupervisedChild, type ChildEvents } from './supervised-child';

export interface LocalMailServer {
  /** For `SMTP_URL`. */
  url: string;
  /** Where each mail it took is a file, `MILLISECONDS-….eml`. */
  folder: string;
  /** Of the process that runs now; undefined while it is away. */
  pid: () => number | undefined;
  /** @throws LocalServerError when it does not listen within `limitMs` */
  awaitReady: (limitMs: number) => Promise<void>;
  stop: () => Promise<void>;
}

const READY_LIMIT_MS = 30_000;

/** Starts it on `HOME/mails` and answers when it listens. */
export async function startLocalMailServer({
  home,
  env,
  ...events
}: ChildEvents & { home: string; env: NodeJS.ProcessEnv }): Promise<LocalMailServer> {
  prepareHome(home);
  const folder = join(home, 'mails');
  mkdirSync(folder, { recursive: true });
  const port = await findFreePort();
  const child = await SupervisedChild.start(
    {
      name: 'Mail server',
      mark: { programs: [...new Set(['node', basename(process.execPath)])], path: folder },
      command: process.execPath,
      args: [join(__dirname, 'mail-server-program.cjs'), String(port), folder],
      env: { PATH: env['PATH'] },
      cwd: home,
      stopSignal: 'SIGTERM',
      stopLimitMs: 5_000,
      logFile: logFileOf(home, 'mail-server'),
      whenHopeless: 'fatal',
    },
    events,
  );
  const awaitReady = async (limitMs: number): Promise<void> => {
    await child.waitUntilReady(() => listens(port), limitMs);
  };
  await awaitReady(READY_LIMIT_MS);
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    folder,
    pid: () => child.pid,
    awaitReady,
    stop: () => child.stop(),
  };
}

/** True when it greets; a connection that is refused or cut says nothing yet. */
function listens(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: true | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(undefined);
    });
    socket.once('close', () => {
      settle(undefined);
    });
  });
}
