/** PostgreSQL refuses to run as root: as root we run it as an operating system user of our own. */
import { spawnSync } from 'node:child_process';
import { LocalServerError } from './local-server-error';
import { pollUntil } from './poll-until';

export interface OsUser {
  uid: number;
  gid: number;
}

const USER_NAME = 'plan-charge';
const CREATE_LIMIT_MS = 5_000;

/**
 * The user to run PostgreSQL as: undefined (ourselves) unless we are root; as root `plan-charge`, created when absent, else `postgres`.
 * @throws LocalServerError when root can neither find nor create such a user.
 */
export async function postgresOsUser(log: (line: string) => void): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp(USER_NAME);
  if (existing !== undefined) return existing;
  // Two starts at once: the second finds the password file locked for a moment, then the user there.
  const created = await pollUntil(() => Promise.resolve(createUser() ?? lookUp(USER_NAME)), CREATE_LIMIT_MS);
  if (created !== undefined) {
    log(`Created the operating system user ${USER_NAME}: PostgreSQL refuses to run as root.`);
    return created;
  }
  const fallback = lookUp('postgres');
  if (fallback !== undefined) return fallback;
  throw new LocalServerError(
    `PostgreSQL refuses to run as root and the user ${USER_NAME} can't be created here; create it (useradd --system ${USER_NAME}) or start as another user.`,
  );
}

/** True when this user can enter the folder or reach the file; asked by really trying as that user. */
export function canReach(user: OsUser, path: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'test -r "$0" -a -x "$0"', path], { uid: user.uid, gid: user.gid, cwd: '/' }).status ===
    0
  );
}

function createUser(): OsUser | undefined {
  const args = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ];
  return spawnSync('useradd', [...args, USER_NAME]).status === 0 ? lookUp(USER_NAME) : undefined;
}

function lookUp(name: string): OsUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
