/** A small run of the edit drill (`npm run drill -- edits` takes 10,000): twenty writers, workers killed, incremental = full. */
import { expect, test } from '@jest/globals';
import { join, resolve } from 'node:path';
import { runEditDrill } from '../../src/drill/edit-drill';

const ROOT = join(__dirname, '..', '..');
const EDITS = 300;
const LIMIT_MS = 400_000;

test(
  'many writers at once while workers are killed: a full recompute changes neither a week nor a conflict',
  async () => {
    const seed = Date.now() % 2 ** 31;
    const drill = await runEditDrill({
      env: process.env,
      programs: resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin'),
      edits: EDITS,
      editsPerCheck: EDITS,
      writers: 20,
      people: 12,
      seed,
      log: (line) => process.stderr.write(`edit drill, seed ${String(seed)}: ${line}\n`),
    });
    expect(drill.losses).toEqual([]);
    expect(drill.edits).toBe(EDITS);
    expect(drill.workersKilled).toBeGreaterThan(0);
    expect(drill.weeks).toBeGreaterThan(0);
    expect(drill.statuses[201] ?? 0).toBeGreaterThan(EDITS / 4);
  },
  LIMIT_MS,
);
