/** The lock file against real processes: holders that live, died, or whose pid another program got. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processStart, readHolder, tryLock } from '../../../src/local-servers/file-lock.cjs';
import { lockHome } from '../../../src/local-servers/home-folder';

const MODULE = resolve(__dirname, '../../../src/local-servers/file-lock.cjs');
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-charge-lock-'));
  path = join(folder, 'run.lock');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('is held by the process that took it, until released', () => {
  const lock = tryLock(path);
  expect(lock.taken).toBe(true);
  expect(readHolder(path)).toMatchObject({ pid: process.pid, stopping: false });
  expect(tryLock(path)).toMatchObject({ taken: false, holder: { pid: process.pid } });
  if (lock.taken) lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('is taken over from a dead holder, and from a pid that another program got', () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, start: '1', since: '', stopping: false }));
  const first = tryLock(path);
  expect(first.taken).toBe(true);
  if (first.taken) first.release();
  writeFileSync(path, JSON.stringify({ pid: process.pid, start: 'another time', since: '', stopping: false }));
  expect(tryLock(path).taken).toBe(true);
});

test('a torn file holds nothing', () => {
  writeFileSync(path, '{"pid":');
  expect(tryLock(path).taken).toBe(true);
});

test('knows when a process began, and that there is none', () => {
  expect(processStart(process.pid)).toEqual(processStart(process.pid));
  expect(processStart(process.pid)).toBeDefined();
  expect(processStart(2 ** 22 + 1)).toBeUndefined();
});

test('of eight takers of a stale lock at once exactly one gets it', async () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, start: '1', since: '', stopping: false }));
  // Each stays alive until all have answered, so that a late one meets a living holder.
  const program = `const lock = require(${JSON.stringify(MODULE)}).tryLock(process.argv[1]);
    process.stdin.on('end', () => process.exit(0)).resume(); process.stdout.write(String(lock.taken));`;
  const takers = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ['-e', program, path], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const answers = await Promise.all(takers.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
  const ends = takers.map((taker) => once(taker, 'exit'));
  for (const { stdin } of takers) stdin.end();
  await Promise.all(ends);
  expect(answers.filter((answer) => answer === 'true')).toHaveLength(1);
});

test('a holder that is stopping is waited for; one that runs is named', async () => {
  const program = `const lock = require(${JSON.stringify(MODULE)}).tryLock(process.argv[1]);
    process.stdin.on('data', () => { lock.markStopping(); process.stdout.write('stopping'); });
    process.stdin.on('end', () => { lock.release(); process.exit(0); });
    process.stdout.write('taken');`;
  const holder = spawn(process.execPath, ['-e', program, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  await expect(lockHome(folder, () => undefined)).rejects.toThrow(
    new RegExp(`already runs on .*pid ${String(holder.pid)}`),
  );
  holder.stdin.write('x');
  await once(holder.stdout, 'data');
  const remarks: string[] = [];
  const waiting = lockHome(folder, (line) => remarks.push(line));
  expect(remarks[0]).toMatch(/still stopping/);
  holder.stdin.end();
  expect((await waiting).taken).toBe(true);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
});
