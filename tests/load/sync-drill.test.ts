/** Three rounds of the sync drill (`npm run drill -- sync` runs as many as it is told): what comes out is what an undisturbed sync makes. */
import { expect, test } from '@jest/globals';
import { join, resolve } from 'node:path';
import { runSyncDrill } from '../../src/drill/sync-drill';

const ROOT = join(__dirname, '..', '..');
const ROUNDS = 3;
const LIMIT_MS = 600_000;

test(
  'something is killed or goes wrong in a sync: row by row as undisturbed, histories replay, nobody is named anywhere',
  async () => {
    const rounds = await runSyncDrill({
      env: process.env,
      programs: resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin'),
      rounds: ROUNDS,
      seed: Date.now() % 2 ** 31,
      log: (line) => process.stderr.write(`sync drill: ${line}\n`),
    });
    expect(rounds.map(({ losses }) => losses)).toEqual(Array.from({ length: ROUNDS }, () => []));
    for (const round of rounds) {
      expect(round.rows).toBeGreaterThan(1_000);
      expect(round.histories).toBeGreaterThanOrEqual(2);
    }
  },
  LIMIT_MS,
);
