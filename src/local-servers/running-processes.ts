/** Finds and stops processes of an earlier run that still use our folders: read from /proc, or from `ps` where there is none. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { pollUntil } from './poll-until';

/** What makes a process ours: its program's name, and our folder or file (absolute) among its arguments or as its working folder. */
export interface ProcessMark {
  programs: readonly string[];
  path: string;
}

interface RunningProcess {
  pid: number;
  program: string;
  argv: readonly string[];
  workingFolder: string | undefined;
}

const STOP_LIMIT_MS = 15_000;
const KILL_LIMIT_MS = 5_000;

/** Lists the pids of running processes that carry the mark; never our own. */
export function findMarked(mark: ProcessMark): number[] {
  return listProcesses()
    .filter((process_) => process_.pid !== process.pid && isMarked(process_, mark))
    .map((process_) => process_.pid);
}

/** Lists the pids of running processes that name `folder` in their arguments or work inside it, guards included; never our own. */
export function findWithin(folder: string): number[] {
  return listProcesses()
    .filter(({ pid }) => pid !== process.pid)
    .filter(
      ({ argv, workingFolder = '' }) => argv.some((one) => one.includes(folder)) || workingFolder.startsWith(folder),
    )
    .map(({ pid }) => pid);
}

/**
 * Ends every process that carries the mark and waits until it is gone: the stop signal first, SIGKILL after 15 s.
 * Answers how many there were.
 */
export async function stopMarked(mark: ProcessMark, stopSignal: NodeJS.Signals): Promise<number> {
  const found = findMarked(mark);
  if (found.length === 0) return 0;
  signalAll(found, stopSignal);
  const gone = (): Promise<true | undefined> => Promise.resolve(findMarked(mark).length === 0 ? true : undefined);
  if ((await pollUntil(gone, STOP_LIMIT_MS)) === undefined) {
    signalAll(findMarked(mark), 'SIGKILL');
    await pollUntil(gone, KILL_LIMIT_MS);
  }
  return found.length;
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function isMarked({ program, argv, workingFolder }: RunningProcess, mark: ProcessMark): boolean {
  if (!mark.programs.includes(program)) return false;
  return (
    workingFolder === mark.path || argv.some((argument) => argument === mark.path || argument.endsWith(`=${mark.path}`))
  );
}

function listProcesses(): RunningProcess[] {
  if (process.platform !== 'linux') return listByPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const argv = readArguments(name);
      return { pid: Number(name), program: programName(argv[0] ?? ''), argv, workingFolder: readWorkingFolder(name) };
    });
}

/** `/x/bin/postgres`, `postgres: checkpointer` (a renamed backend) and `redis-server 127.0.0.1:6379` all give the bare name. */
function programName(firstArgument: string): string {
  return basename(firstArgument).split(/[: ]/)[0] ?? '';
}

function readArguments(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((argument) => argument !== '');
  } catch {
    return []; // ended meanwhile
  }
}

function readWorkingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // ended meanwhile, or another user's
  }
}

function listByPs(): RunningProcess[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || command === undefined) return [];
    const argv = command.split(' ');
    return [{ pid: Number(pid), program: programName(argv[0] ?? ''), argv, workingFolder: undefined }];
  });
}
