/** One child process behind its guard: dies with us, is restarted when it dies by itself, and gives up after five deaths in a minute. */
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { LocalServerError } from './local-server-error';
import { pollUntil } from './poll-until';
import { stopMarked, type ProcessMark } from './running-processes';

export interface ChildSpecification {
  /** What a person calls it, e.g. `PostgreSQL`. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Operating system user to run as; only root may name one. */
  user?: { uid: number; gid: number } | undefined;
  mark: ProcessMark;
  stopSignal: NodeJS.Signals;
  stopLimitMs: number;
  /** The child's standard output and error are appended here. */
  logFile: string;
  /** What five deaths in a minute lead to: the end of the program, or slow retries for a part that is not needed for correctness. */
  whenHopeless: 'fatal' | 'retry-slowly';
}

export interface ChildEvents {
  log: (line: string) => void;
  onFatal: (reason: string) => void;
}

const DEATHS_ALLOWED = 5;
const DEATH_WINDOW_MS = 60_000;
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 5_000;
const SLOW_RETRY_MS = 30_000;
const LOG_TAIL_BYTES = 2_000;

/** A running child. `stop` is safe to repeat and resolves when the process is gone. */
export class SupervisedChild {
  #guard: ChildProcess | undefined;
  #gone: Promise<void> = Promise.resolve();
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #deaths: number[] = [];
  #hopeless: string | undefined;
  #pid: number | undefined;

  private constructor(
    private readonly specification: ChildSpecification,
    private readonly events: ChildEvents,
  ) {}

  /** Stops what an earlier run left on the same folder, then starts the child; resolves before it is ready. */
  static async start(specification: ChildSpecification, events: ChildEvents): Promise<SupervisedChild> {
    const child = new SupervisedChild(specification, events);
    await child.#clearAndSpawn();
    return child;
  }

  /** The process id of the server itself, undefined while it is down. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /**
   * Resolves with what `probe` answers as soon as that is not undefined.
   * @throws LocalServerError when the child keeps dying or the limit passes first.
   */
  async waitUntilReady<T>(probe: () => Promise<T | undefined>, limitMs: number): Promise<T> {
    const answer = await pollUntil(async () => {
      if (this.#hopeless !== undefined) throw new LocalServerError(this.#hopeless);
      return probe();
    }, limitMs);
    if (answer !== undefined) return answer;
    throw new LocalServerError(
      `${this.specification.name} was not ready after ${String(limitMs / 1000)} s; see ${this.specification.logFile}.`,
    );
  }

  /** Ends the child with its stop signal, by force after its limit, and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#guard?.stdin?.end();
    await this.#gone;
  }

  async #clearAndSpawn(): Promise<void> {
    await stopEarlierRun(this.specification, this.events.log);
    if (!this.#stopping) this.#spawn();
  }

  #spawn(): void {
    const { command, args, cwd, user, stopSignal, stopLimitMs, logFile, env } = this.specification;
    const argument = JSON.stringify({ command, args, cwd, user, stopSignal, stopLimitMs, logFile });
    // Detached: Ctrl-C in a terminal reaches us alone, so that we decide the order in which things stop.
    // Its own complaints go to the log too: holding our standard error would keep a pipe open after we are gone.
    const complaints = openSync(logFile, 'a', 0o600);
    const guard = spawn(process.execPath, [join(__dirname, 'child-guard.cjs'), argument], {
      detached: true,
      env,
      stdio: ['pipe', 'pipe', complaints],
    }) as ChildProcessByStdio<Writable, Readable, null>;
    closeSync(complaints);
    this.#guard = guard;
    guard.stdin.on('error', () => undefined); // the guard died first; its exit is handled below
    let last = 'its guard was killed';
    createInterface({ input: guard.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as GuardMessage;
      if ('pid' in message) this.#pid = message.pid;
      else last = describeExit(message);
    });
    this.#gone = new Promise<void>((resolve) => {
      guard.on('error', (error) => {
        last = error.message;
        resolve();
      });
      guard.on('close', () => {
        resolve();
      });
    }).then(() => {
      this.#pid = undefined;
      if (!this.#stopping) this.#onDeath(last);
    });
  }

  #onDeath(reason: string): void {
    const { name, logFile, whenHopeless } = this.specification;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATH_WINDOW_MS), now];
    const hopeless = this.#deaths.length >= DEATHS_ALLOWED;
    const detail = `${reason}${lastLogLine(logFile)}`;
    if (hopeless)
      this.#hopeless = `${name} died ${String(DEATHS_ALLOWED)} times within a minute: ${detail} (log: ${logFile})`;
    if (this.#hopeless !== undefined && whenHopeless === 'fatal') {
      this.events.onFatal(this.#hopeless);
      return;
    }
    const backoffMs = hopeless
      ? SLOW_RETRY_MS
      : Math.min(FIRST_BACKOFF_MS * 2 ** (this.#deaths.length - 1), LONGEST_BACKOFF_MS);
    this.events.log(`${name} died (${detail}); starting it again in ${String(backoffMs / 1000)} s.`);
    this.#timer = setTimeout(() => {
      this.#clearAndSpawn().catch((error: unknown) => {
        this.events.onFatal(`${name} could not be started again: ${String(error)}`);
      });
    }, backoffMs);
  }
}

/** Stops what an earlier run of the same part left running, so that its ports and files are free again; says so by `log`. */
export async function stopEarlierRun(
  part: Pick<ChildSpecification, 'name' | 'mark' | 'stopSignal'>,
  log: (line: string) => void,
): Promise<void> {
  const stopped = await stopMarked(part.mark, part.stopSignal);
  if (stopped > 0) log(`Stopped a ${part.name} of an earlier run that still used ${part.mark.path}.`);
}

type GuardMessage = { pid: number } | { code: number | null; signal: string | null; error?: string };

function describeExit(message: { code: number | null; signal: string | null; error?: string }): string {
  if (message.error !== undefined) return message.error;
  return message.signal === null ? `exit code ${String(message.code)}` : `signal ${message.signal}`;
}

/** The last line of a log, read from its end; empty when the child never wrote one. */
function lastLogLine(logFile: string): string {
  if (!existsSync(logFile)) return '';
  const file = openSync(logFile, 'r');
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, LOG_TAIL_BYTES);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, size - length);
    const line = buffer.toString('utf8').trimEnd().split('\n').at(-1) ?? '';
    return line === '' ? '' : `, last words: ${line.slice(-300)}`;
  } finally {
    closeSync(file);
  }
}
