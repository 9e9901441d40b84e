/**
 * `npm start`: everything on one machine. Brings up what is not configured, migrates, loads the demo organisation once, then runs the
 * API and the worker. SIGINT, SIGTERM, SIGHUP or the end of the launcher stop API and worker first, then the servers.
 */
import { loadConfig, type Config } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';
import { DevelopmentRun } from './local-servers/development-run';
import { hasCode, LocalServerError } from './local-servers/local-server-error';
import { banner, createProgress } from './local-servers/progress';

/** Ctrl-C reaches us from the terminal and from the launcher: a second signal within this time is the same one. */
const SAME_SIGNAL_MS = 2_000;

async function main(): Promise<void> {
  const began = performance.now();
  const config = readConfig();
  const progress = createProgress((text) => process.stdout.write(text));
  const run = new DevelopmentRun({
    config,
    env: inheritedEnvironment(),
    progress,
    onFatal: (reason) => void end(run, 1, `Stopping: ${reason}`),
  });
  endOnSignals(run);
  try {
    const { temporalUiUrl } = await run.start();
    if (run.isStopping()) return;
    const apiUrl = `http://localhost:${String(config.port)}`;
    const elapsedMs = performance.now() - began;
    process.stdout.write(banner({ apiUrl, temporalUiUrl, home: config.home, demoLogins: config.demoData, elapsedMs }));
  } catch (error) {
    if (!run.isStopping()) await end(run, 1, explain(error));
  }
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR')) throw error;
    throw new LocalServerError(
      `The home folder is not writable for this user (${(error as Error).message}); set PLAN_CHARGE_HOME to one that is.`,
    );
  }
}

function endOnSignals(run: DevelopmentRun): void {
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt !== undefined && performance.now() - firstAt < SAME_SIGNAL_MS) return;
    if (firstAt !== undefined) process.exit(130); // asked twice: the guards stop what still runs
    firstAt = performance.now();
    void end(run, 0, 'Stopping: the API and the worker first, then the servers …');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  process.on('disconnect', onSignal); // the launcher is gone
}

async function end(run: DevelopmentRun, code: number, why: string): Promise<void> {
  if (run.isStopping()) return;
  const write = code === 0 ? process.stdout : process.stderr;
  write.write(`${why}\n`);
  await run.stop();
  if (code === 0) process.stdout.write('Stopped.\n');
  process.exit(code);
}

function explain(error: unknown): string {
  if (error instanceof LocalServerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
