/** The local PostgreSQL: made once (initdb), then run on its data folder as a supervised child. */
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { logFileOf } from './home-folder';
import { hasCode, LocalServerError } from './local-server-error';
import { postgresOsUser, type OsUser } from './os-user';
import { choosePort } from './ports';
import { dataFolderOf, locatePostgres, makeOwnedFolder, writeOwnedFile, type PostgresPrograms } from './postgres-files';
import { ADMIN_ROLE, answersQueries, APP_ROLE, databaseUrlOf, provision, SUPERUSER } from './postgres-roles';
import { stopMarked } from './running-processes';
import { loadSecrets, type ServerSecrets } from './secrets';
import { stopEarlierRun, SupervisedChild, type ChildEvents } from './supervised-child';

const run = promisify(execFile);
const READY_LIMIT_MS = 60_000;

export interface PostgresRequest extends ChildEvents {
  home: string;
  env: NodeJS.ProcessEnv;
  /** `full` survives a power cut; `none` is for tests whose data nobody misses. */
  durability: 'full' | 'none';
}

export interface RunningPostgres {
  databaseUrl: string;
  databaseAdminUrl: string;
  port: number;
  child: SupervisedChild;
}

/**
 * Starts PostgreSQL on `HOME/postgres` and answers when it takes connections and has its roles and database.
 * @throws LocalServerError when it can't be made or started.
 */
export async function startPostgres(request: PostgresRequest): Promise<RunningPostgres> {
  const { home, env, durability } = request;
  const user = await postgresOsUser(request.log);
  const programs = locatePostgres(user);
  const folder = dataFolderOf(home, user);
  const secrets = loadSecrets(home);
  const environment = cleanEnvironment(env);
  const part = { name: 'PostgreSQL', mark: { programs: ['postgres'], path: folder }, stopSignal: 'SIGINT' } as const;
  await stopEarlierRun(part, request.log);
  if (!existsSync(join(folder, 'PG_VERSION')))
    await initialise({ programs, folder, user, secrets, environment, durability });
  removeStalePidFile(folder, request.log);
  const port = await choosePort(home, 'postgres');
  const child = await SupervisedChild.start(
    {
      ...part,
      command: programs.postgres,
      args: ['-D', folder, ...settings(port, durability)],
      env: environment,
      cwd: '/',
      user,
      stopLimitMs: 20_000,
      logFile: logFileOf(home, 'postgres'),
      whenHopeless: 'fatal',
    },
    request,
  );
  return finishStart(child, { port, secrets, home });
}

async function finishStart(
  child: SupervisedChild,
  { port, secrets, home }: { port: number; secrets: ServerSecrets; home: string },
): Promise<RunningPostgres> {
  try {
    await child.waitUntilReady(() => answersQueries(port, secrets), READY_LIMIT_MS);
    await provision(port, secrets);
  } catch (error) {
    await child.stop();
    if (hasCode(error, '28P01')) {
      throw new LocalServerError(
        `The passwords in ${join(home, 'secrets.json')} do not fit the data in ${join(home, 'postgres')}; restore that file, or remove both to begin anew.`,
      );
    }
    throw error;
  }
  return {
    databaseUrl: databaseUrlOf(APP_ROLE, secrets.postgresApp, port),
    databaseAdminUrl: databaseUrlOf(ADMIN_ROLE, secrets.postgresAdmin, port),
    port,
    child,
  };
}

interface Initialisation {
  programs: PostgresPrograms;
  folder: string;
  user: OsUser | undefined;
  secrets: ServerSecrets;
  environment: NodeJS.ProcessEnv;
  durability: 'full' | 'none';
}

/** Makes the cluster beside its final place and moves it there whole, so that an interrupted start leaves nothing half made. */
async function initialise({ programs, folder, user, secrets, environment, durability }: Initialisation): Promise<void> {
  const draft = `${folder}.new`;
  await stopMarked({ programs: ['initdb', 'postgres'], path: draft }, 'SIGKILL');
  rmSync(draft, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  makeOwnedFolder(draft, user);
  const passwordFile = `${folder}.password`;
  writeOwnedFile(passwordFile, `${secrets.postgresSuperuser}\n`, user);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const speed = durability === 'none' ? ['--no-sync', '--no-data-checksums'] : [];
  const args = [
    '-D',
    draft,
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    ...locale,
    ...speed,
  ];
  try {
    await run(programs.initdb, args, { env: environment, cwd: '/', ...(user ?? {}) });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw new LocalServerError(
      `PostgreSQL's data folder could not be made: ${stderr.trim().split('\n').at(-1) ?? message}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, folder);
}

/** A pid file left by a killed server names a pid that may belong to another program by now; nothing of ours runs here any more. */
function removeStalePidFile(folder: string, log: (line: string) => void): void {
  const path = join(folder, 'postmaster.pid');
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  log('PostgreSQL was not shut down properly last time; it recovers by itself.');
  rmSync(path);
}

function settings(port: number, durability: 'full' | 'none'): string[] {
  const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    fsync: 'on',
    jit: 'off',
    track_commit_timestamp: 'on', // lists of changes go by it (changed-since.ts)
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durability === 'none' ? fast : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Without the caller's PG* and locale variables, which initdb and the server would take as settings. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
