/** The home folder (`.plan-charge/`): made traversable, held by one running program at a time, with small JSON files written whole. */
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { tryLock, type LockHolder, type TakenLock } from './file-lock.cjs';
import { hasCode, LocalServerError } from './local-server-error';
import { pollUntil } from './poll-until';

const STOPPING_LIMIT_MS = 45_000;
const LOG_FILE_LIMIT_BYTES = 10_000_000;

/**
 * Makes the folder and its `logs/` if absent, readable by the operating system user PostgreSQL runs as.
 * @throws LocalServerError when we may not write there.
 */
export function prepareHome(home: string): void {
  try {
    mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o755 });
    accessSync(home, constants.W_OK | constants.X_OK);
    accessSync(join(home, 'logs'), constants.W_OK | constants.X_OK);
    if ((statSync(home).mode & 0o111) !== 0o111) chmodSync(home, 0o755);
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT')) throw error;
    throw new LocalServerError(
      `The folder ${home} is not writable for this user; set PLAN_CHARGE_HOME to one that is, or give it to the user who starts the program.`,
    );
  }
}

/**
 * Takes the home folder for this process. A holder that is already shutting down is waited for; a dead one's lock is taken over.
 * @throws LocalServerError while another program runs on the folder.
 */
export async function lockHome(home: string, log: (line: string) => void): Promise<TakenLock> {
  const path = join(home, 'run.lock');
  const first = tryLock(path);
  if (first.taken) return first;
  if (!first.holder.stopping) throw alreadyRunning(home, first.holder);
  log(`An earlier run (pid ${String(first.holder.pid)}) is still stopping; waiting for it.`);
  const lock = await pollUntil(() => {
    const attempt = tryLock(path);
    return Promise.resolve(attempt.taken ? attempt : undefined);
  }, STOPPING_LIMIT_MS);
  if (lock === undefined) throw alreadyRunning(home, first.holder);
  return lock;
}

/** Where a part logs; a file over 10 MB is moved to `NAME.log.1` first. */
export function logFileOf(home: string, name: string): string {
  const path = join(home, 'logs', `${name}.log`);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_FILE_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return path;
}

/** Reads a small JSON object of the home folder; empty when there is none yet. */
export function readHomeFile(home: string, name: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(home, name), 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    throw error;
  }
}

/** Replaces a small JSON object of the home folder in one step: a reader sees the former or the next content, never half. */
export function writeHomeFile(
  home: string,
  name: string,
  { content, mode }: { content: Record<string, unknown>; mode: number },
): void {
  const draft = join(home, `${name}.${String(process.pid)}`);
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode, flush: true });
  renameSync(draft, join(home, name));
}

function alreadyRunning(home: string, holder: LockHolder): LocalServerError {
  return new LocalServerError(
    `Plan Charge already runs on ${home} (pid ${String(holder.pid)}, since ${holder.since}); stop it first (kill ${String(holder.pid)}), or set PLAN_CHARGE_HOME to another folder.`,
  );
}
