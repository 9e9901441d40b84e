/** Guarded children against real processes: small Node programs that obey, refuse or die. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { processStart } from '../../../src/local-servers/file-lock.cjs';
import { pollUntil } from '../../../src/local-servers/poll-until';
import { findMarked } from '../../../src/local-servers/running-processes';
import { SupervisedChild, type ChildSpecification } from '../../../src/local-servers/supervised-child';

const GUARD = resolve(__dirname, '../../../src/local-servers/child-guard.cjs');
const LIMIT_MS = 40_000;
const OBEDIENT = `process.on('SIGTERM', () => { require('fs').writeFileSync(process.argv[2], 'stopped'); process.exit(0); });
  require('fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000);`;
const STUBBORN = `process.on('SIGTERM', () => {}); require('fs').writeFileSync(process.argv[1], String(process.pid));
  setInterval(() => {}, 1000);`;

let folder: string;
let remarks: string[];
let fatal: string[];
let running: SupervisedChild[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-charge-child-'));
  remarks = [];
  fatal = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((child) => child.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function specification(program: string, changes: Partial<ChildSpecification> = {}): ChildSpecification {
  return {
    name: 'Sample',
    command: process.execPath,
    args: ['-e', program, join(folder, 'pid'), join(folder, 'stopped')],
    env: process.env,
    cwd: folder,
    mark: { programs: ['node', basename(process.execPath)], path: join(folder, 'pid') },
    stopSignal: 'SIGTERM',
    stopLimitMs: 5_000,
    logFile: join(folder, 'log'),
    whenHopeless: 'fatal',
    ...changes,
  };
}

async function start(program: string, changes: Partial<ChildSpecification> = {}): Promise<SupervisedChild> {
  const child = await SupervisedChild.start(specification(program, changes), {
    log: (line) => remarks.push(line),
    onFatal: (reason) => fatal.push(reason),
  });
  running.push(child);
  return child;
}

/** The pid that the sample program wrote, once it is there and differs from `before`. */
async function pidOf(before = 0): Promise<number> {
  const pid = await pollUntil(async () => {
    const text = existsSync(join(folder, 'pid')) ? readFileSync(join(folder, 'pid'), 'utf8') : '';
    return text === '' || Number(text) === before ? undefined : Number(text);
  }, LIMIT_MS);
  if (pid === undefined) throw new Error(`the sample did not start: ${remarks.join('\n')}`);
  return pid;
}

async function isGone(pid: number): Promise<boolean> {
  return (await pollUntil(async () => (processStart(pid) === undefined ? true : undefined), LIMIT_MS)) ?? false;
}

test('stop ends the child with its signal and waits for it', async () => {
  const child = await start(OBEDIENT);
  const pid = await pidOf();
  await child.stop();
  await child.stop();
  expect(processStart(pid)).toBeUndefined();
  expect(readFileSync(join(folder, 'stopped'), 'utf8')).toBe('stopped');
  expect([remarks, fatal]).toEqual([[], []]);
});

test('a child that ignores its signal is killed at the limit', async () => {
  const child = await start(STUBBORN, { stopLimitMs: 300 });
  const pid = await pidOf();
  await child.stop();
  expect(processStart(pid)).toBeUndefined();
});

test('a killed child is started again', async () => {
  const child = await start(OBEDIENT);
  const first = await pidOf();
  process.kill(first, 'SIGKILL');
  const second = await pidOf(first);
  expect(remarks[0]).toMatch(/^Sample died \(signal SIGKILL.*again in 0.2 s\.$/);
  const pid = await pollUntil(async () => child.pid, LIMIT_MS);
  expect(pid).toBe(second);
});

test('a child whose guard is killed is stopped before the next is started', async () => {
  await start(OBEDIENT);
  const first = await pidOf();
  const guard = Number(/PPid:\s*(\d+)/.exec(readFileSync(`/proc/${String(first)}/status`, 'utf8'))?.[1]);
  process.kill(guard, 'SIGKILL');
  await pidOf(first);
  expect(await isGone(first)).toBe(true);
  expect(remarks.join('\n')).toMatch(/its guard was killed[^]*Stopped a Sample of an earlier run/);
});

test('five deaths in a minute are fatal, with the last words', async () => {
  const child = await start(`console.error('no such colour'); process.exit(3);`);
  await expect(child.waitUntilReady(() => Promise.resolve(undefined), LIMIT_MS)).rejects.toThrow(
    /Sample died 5 times within a minute: exit code 3, last words: no such colour/,
  );
  expect(fatal).toHaveLength(1);
});

test('a part we can do without is retried slowly instead', async () => {
  const child = await start('process.exit(3)', { whenHopeless: 'retry-slowly' });
  await expect(child.waitUntilReady(() => Promise.resolve(undefined), LIMIT_MS)).rejects.toThrow(/died 5 times/);
  expect(fatal).toEqual([]);
  expect(remarks.at(-1)).toMatch(/starting it again in 30 s/);
});

test('a program that is absent is named', async () => {
  const child = await start('', { command: join(folder, 'absent') });
  await expect(child.waitUntilReady(() => Promise.resolve(undefined), LIMIT_MS)).rejects.toThrow(/ENOENT/);
});

test('what an earlier run left on the same folder is stopped first', async () => {
  const { command, args, cwd } = specification(OBEDIENT);
  const leftOver = spawn(command, args, { cwd, stdio: 'ignore' });
  const before = await pidOf();
  await start(OBEDIENT);
  await pidOf(before);
  expect(leftOver.exitCode).toBe(0);
  expect(remarks[0]).toMatch(/^Stopped a Sample of an earlier run/);
});

test('a program that only shares a part of the path is not ours', () => {
  expect(findMarked({ programs: ['node', basename(process.execPath)], path: folder })).toEqual([]);
});

describe('when the parent is killed', () => {
  test('the guard stops the child properly', async () => {
    const argument = JSON.stringify(specification(OBEDIENT));
    const program = `const { spawn } = require('node:child_process');
      spawn(process.execPath, [${JSON.stringify(GUARD)}, process.argv[1]], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
      setInterval(() => {}, 1000);`;
    writeFileSync(join(folder, 'parent.cjs'), program.replace('process.argv[1]', 'process.argv[2]'));
    const parent = spawn(process.execPath, [join(folder, 'parent.cjs'), argument], { stdio: 'ignore' });
    const pid = await pidOf();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(await isGone(pid)).toBe(true);
    expect(readFileSync(join(folder, 'stopped'), 'utf8')).toBe('stopped');
  });
});
