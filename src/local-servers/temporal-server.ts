/** The local Temporal: the CLI's dev server with its state in one SQLite file, as a supervised child. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { logFileOf } from './home-folder';
import { choosePort } from './ports';
import { stopEarlierRun, SupervisedChild, type ChildEvents } from './supervised-child';
import { connectWhenHealthy, ensureSearchAttributes, type SearchAttributes } from './temporal-readiness';
import { temporalProgram } from './temporal-program';

const READY_LIMIT_MS = 60_000;

export interface TemporalRequest extends ChildEvents {
  home: string;
  cache: string;
  env: NodeJS.ProcessEnv;
  cliPath?: string | undefined;
  /** Port of the Web UI if it is free; undefined for a server without UI. */
  uiPort?: number | undefined;
  searchAttributes: SearchAttributes;
}

export interface RunningTemporal {
  temporalAddress: string;
  temporalUiUrl: string | undefined;
  child: SupervisedChild;
}

/**
 * Starts Temporal on `HOME/temporal/temporal.db`, namespace `default`, and answers when it is healthy and knows the search attributes.
 * @throws LocalServerError when its program is not to be had or it does not start.
 */
export async function startTemporal(request: TemporalRequest): Promise<RunningTemporal> {
  const { home, env, searchAttributes, uiPort } = request;
  const program = await temporalProgram(request);
  const mark = { programs: [...new Set(['temporal', basename(program)])], path: join(home, 'temporal', 'temporal.db') };
  const part = { name: 'Temporal', mark, stopSignal: 'SIGTERM' } as const;
  await stopEarlierRun(part, request.log);
  const file = prepareStateFile(home);
  const port = await choosePort(home, 'temporal');
  const chosenUiPort = uiPort === undefined ? undefined : await choosePort(home, 'temporalUi', uiPort);
  const child = await SupervisedChild.start(
    {
      ...part,
      command: program,
      args: startArguments(file, { port, uiPort: chosenUiPort }, searchAttributes),
      env: withoutTemporalSettings(env),
      cwd: join(home, 'temporal'),
      stopLimitMs: 10_000,
      logFile: logFileOf(home, 'temporal'),
      whenHopeless: 'fatal',
    },
    request,
  );
  const address = `127.0.0.1:${String(port)}`;
  try {
    const connection = await child.waitUntilReady(() => connectWhenHealthy(address), READY_LIMIT_MS);
    await ensureSearchAttributes(connection, searchAttributes);
  } catch (error) {
    await child.stop();
    throw error;
  }
  writeFileSync(createdMark(home), '');
  const temporalUiUrl = chosenUiPort === undefined ? undefined : `http://127.0.0.1:${String(chosenUiPort)}`;
  return { temporalAddress: address, temporalUiUrl, child };
}

/** The schema is made only in a new file: one that never became healthy may hold half of it, and nothing worth keeping. */
function prepareStateFile(home: string): string {
  const folder = join(home, 'temporal');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'temporal.db');
  if (!existsSync(createdMark(home))) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  }
  return file;
}

function createdMark(home: string): string {
  return join(home, 'temporal', 'created');
}

function startArguments(
  file: string,
  { port, uiPort }: { port: number; uiPort: number | undefined },
  attributes: SearchAttributes,
): string[] {
  return [
    'server',
    'start-dev',
    ...['--ip', '127.0.0.1', '--port', String(port), '--db-filename', file, '--namespace', 'default'],
    // A killed process loses nothing in WAL mode; measured twice as fast as the default.
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...Object.entries(attributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...['--log-level', 'warn'],
  ];
}

/** The CLI reads TEMPORAL_* as settings of its own client. */
function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
