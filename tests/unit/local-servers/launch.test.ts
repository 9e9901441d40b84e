/** The launcher in a small tree of its own: real processes, a stand-in for npm only, since a real install needs the registry. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pollUntil } from '../../../src/local-servers/poll-until';

const ROOT = resolve(__dirname, '../../..');
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'plan-charge-launch-'));
  for (const file of ['launch.cjs', 'local-servers/file-lock.cjs', 'local-servers/install-packages.cjs']) {
    mkdirSync(dirname(join(tree, 'src', file)), { recursive: true });
    copyFileSync(join(ROOT, 'src', file), join(tree, 'src', file));
  }
  write('package.json', '{ "engines": { "node": ">=20.19" } }');
  write('package-lock.json', '{}');
  mkdirSync(join(tree, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/tsx'), join(tree, 'node_modules/tsx'));
});

afterEach(() => {
  rmSync(tree, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  writeFileSync(join(tree, path), content);
}

function installed(): void {
  write('node_modules/.package-lock.json', '{}');
}

/** A `npm` first on PATH that does what `body` (shell) says. */
function standInForNpm(body: string): void {
  mkdirSync(join(tree, 'bin'));
  write('bin/npm', `#!/bin/sh\n${body}\n`);
  chmodSync(join(tree, 'bin/npm'), 0o755);
}

function launch(...args: string[]): { child: ChildProcess; output: () => string; end: Promise<number | null> } {
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${join(tree, 'bin')}:${process.env['PATH'] ?? ''}` };
  delete env['npm_execpath'];
  const child = spawn(process.execPath, ['src/launch.cjs', ...args], {
    cwd: tree,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return { child, output: () => chunks.join(''), end: once(child, 'close').then(([code]) => code as number | null) };
}

test('an unknown word and an absent program are answered by a sentence', async () => {
  installed();
  const unknown = launch('dance');
  const absent = launch('tour');
  expect([await unknown.end, await absent.end]).toEqual([1, 1]);
  expect(unknown.output()).toMatch(/^Unknown word "dance"; one of: start, /);
  expect(absent.output()).toMatch(/`tour` is not there yet: src\/main-tour.ts does not exist/);
});

test('packages behind a link into another project are refused with the way out, unless it has the same lock file', async () => {
  installed();
  const other = join(tree, 'other');
  mkdirSync(other);
  renameSync(join(tree, 'node_modules'), join(other, 'node_modules'));
  symlinkSync(join(other, 'node_modules'), join(tree, 'node_modules'));
  write('src/main-api.ts', `console.log('ran');`);
  standInForNpm('echo call >> npm-calls');
  const alone = launch('api');
  expect([await alone.end, alone.output()]).toEqual([
    1,
    expect.stringMatching(/^node_modules is a link into .*\/other, .*rm /),
  ]);
  write('other/package-lock.json', '{ "packages": {} }');
  expect(await launch('api').end).toBe(1);
  expect(existsSync(join(tree, 'npm-calls'))).toBe(false);
  write('other/package-lock.json', '{}');
  write('other/node_modules/.package-lock.json', '{}');
  const same = launch('api');
  expect([await same.end, same.output()]).toEqual([0, 'ran\n']);
});

test('an old Node is told so', async () => {
  write('package.json', '{ "engines": { "node": ">=99.1" } }');
  const run = launch('start');
  expect(await run.end).toBe(1);
  expect(run.output()).toMatch(/^Plan Charge needs Node 99.1 or newer; this is Node \d+/);
});

test('arguments and the exit code pass through', async () => {
  installed();
  write(
    'src/main-api.ts',
    `const words: string[] = process.argv.slice(2); console.log(words.join('+')); process.exit(7);`,
  );
  const run = launch('api', 'one', '--two');
  expect(await run.end).toBe(7);
  expect(run.output()).toContain('one+--two');
});

test('a signal reaches the program exactly once, and the launcher waits for its end', async () => {
  installed();
  write(
    'src/main-api.ts',
    `let count = 0; process.on('SIGTERM', () => { count += 1; setTimeout(() => { console.log('signals', count); process.exit(0); }, 300); });
     setInterval(() => {}, 1000); console.log('up');`,
  );
  const run = launch('api');
  await pollUntil(async () => (run.output().includes('up') ? true : undefined), 30_000);
  run.child.kill('SIGTERM');
  run.child.kill('SIGTERM');
  expect(await run.end).toBe(0);
  expect(run.output()).toContain('signals 1');
});

test('a program learns that its launcher was killed', async () => {
  installed();
  write(
    'src/main-api.ts',
    `process.on('disconnect', () => { require('fs').writeFileSync('alone', ''); process.exit(0); }); console.log('up');`,
  );
  const run = launch('api');
  await pollUntil(async () => (run.output().includes('up') ? true : undefined), 30_000);
  run.child.kill('SIGKILL');
  expect(await pollUntil(async () => existsSync(join(tree, 'alone')) || undefined, 30_000)).toBe(true);
});

test('two at once on a fresh clone: one installs, the other waits', async () => {
  write('src/main-api.ts', `console.log('ran');`);
  standInForNpm('echo "$@" >> npm-calls; sleep 1; echo {} > node_modules/.package-lock.json');
  const [one, two] = [launch('api'), launch('api')];
  expect([await one.end, await two.end]).toEqual([0, 0]);
  expect(readFileSync(join(tree, 'npm-calls'), 'utf8')).toMatch(/^ci --include=dev [^\n]*\n$/);
  expect(`${one.output()}${two.output()}`).toMatch(/Another start \(pid \d+\) is installing/);
});

test('a lock file newer than the installation is installed, once', async () => {
  installed();
  write('src/main-api.ts', '');
  const past = new Date(Date.now() - 60_000);
  utimesSync(join(tree, 'node_modules/.package-lock.json'), past, past);
  standInForNpm('echo call >> npm-calls');
  expect(await launch('api').end).toBe(0);
  expect(await launch('api').end).toBe(0);
  expect(readFileSync(join(tree, 'npm-calls'), 'utf8')).toBe('call\n');
});

test.each([
  [
    'npm error code ENOTFOUND\nnpm error network request to https://registry.example failed',
    /registry can't be reached/,
  ],
  ['npm error code E401\nnpm error 401 Unauthorized', /registry refused a package/],
  ['npm error code ENOSPC', /disk is full/],
  ['npm error code EUSAGE\nnpm error out of sync', /npm ci failed \(exit code 1\):[^]*out of sync/],
])('a failed install gives its reason: %j', async (words, sentence) => {
  standInForNpm(`printf '%s\\n' ${JSON.stringify(words).replaceAll('\\n', "' '").replaceAll('"', "'")} >&2; exit 1`);
  const run = launch('api');
  expect(await run.end).toBe(1);
  expect(run.output()).toMatch(sentence);
});
