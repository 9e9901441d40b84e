/** Our own programs as processes of `npm start`: one-shot ones run to their end, API, worker and fakes supervised like the servers. */
import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { logFileOf } from './home-folder';
import { LocalServerError } from './local-server-error';
import { workerEnvironment, workerFlags } from './worker-flags';
import { stopEarlierRun, SupervisedChild, type ChildEvents, type ChildSpecification } from './supervised-child';

const ROOT = join(__dirname, '..', '..');
const READY_LIMIT_MS = 90_000;
const PROBE_LIMIT_MS = 2_000;
/** A worker may need 40 s to let its activities end. */
const STOP_LIMIT_MS = 42_000;

export type ApplicationName = 'api' | 'worker' | 'fake-providers';
const titles: Readonly<Record<ApplicationName, string>> = {
  api: 'API',
  worker: 'Worker',
  'fake-providers': 'Fake providers',
};

export interface ApplicationRequest extends ChildEvents {
  home: string;
  /** Environment with the addresses of the servers in it. */
  env: NodeJS.ProcessEnv;
  args?: readonly string[];
}

/**
 * Runs `src/main-NAME.ts` to its end and answers what it printed.
 * @throws LocalServerError with its last lines when it fails.
 */
export async function runProgram(name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', entryOf(name)], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const text = Buffer.concat(output).toString('utf8').trim();
  if (code === 0) return text;
  const tail = text.split('\n').slice(-12).join('\n');
  throw new LocalServerError(`src/main-${name}.ts ended with code ${String(code)}:\n${tail}`);
}

/** Stops an API, a worker and fakes that an earlier, killed run left behind; after it their ports are free. */
export async function stopEarlierApplications(home: string, log: (line: string) => void): Promise<void> {
  await Promise.all((Object.keys(titles) as ApplicationName[]).map((name) => stopEarlierRun(partOf(name, home), log)));
}

/** Starts one of them as a supervised child that logs to `HOME/logs/NAME.log`. */
export async function startApplication(name: ApplicationName, request: ApplicationRequest): Promise<SupervisedChild> {
  const part = partOf(name, request.home);
  return SupervisedChild.start(
    {
      ...part,
      command: process.execPath,
      args: [
        ...(name === 'worker' ? workerFlags : ['--enable-source-maps']),
        '--import',
        'tsx',
        entryOf(name),
        `--run=${part.mark.path}`,
        ...(request.args ?? []),
      ],
      env: name === 'worker' ? { ...workerEnvironment, ...request.env } : request.env,
      cwd: ROOT,
      stopLimitMs: STOP_LIMIT_MS,
      logFile: logFileOf(request.home, name),
      whenHopeless: 'fatal',
    },
    request,
  );
}

/**
 * Resolves when `url` answers 200.
 * @throws LocalServerError when the child keeps dying or is not ready after 90 s.
 */
export async function waitForReady(child: SupervisedChild, url: string): Promise<void> {
  await child.waitUntilReady(() => answersOk(url), READY_LIMIT_MS);
}

function partOf(name: ApplicationName, home: string): Pick<ChildSpecification, 'name' | 'mark' | 'stopSignal'> {
  const programs = [...new Set(['node', basename(process.execPath)])];
  return { name: titles[name], mark: { programs, path: join(home, name) }, stopSignal: 'SIGTERM' };
}

function entryOf(name: string): string {
  return join(ROOT, 'src', `main-${name}.ts`);
}

async function answersOk(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    await response.arrayBuffer();
    return response.status === 200 ? true : undefined;
  } catch {
    return undefined; // not listening yet; the caller's limit ends the attempts
  }
}
