/** Three rounds of the kill drill (`npm run drill` runs ten): everything killed while clients write, nothing acknowledged is lost. */
import { expect, test } from '@jest/globals';
import { join, resolve } from 'node:path';
import { runKillDrill } from '../../src/drill/kill-drill';

const ROOT = join(__dirname, '..', '..');
const ROUNDS = 3;
const LIMIT_MS = 400_000;

test(
  'kill -9 of the whole system while writing: nothing lost, no stuck lock, every effect happened',
  async () => {
    const rounds = await runKillDrill({
      env: process.env,
      programs: resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin'),
      rounds: ROUNDS,
      seed: Date.now() % 2 ** 31,
      log: (line) => process.stderr.write(`kill drill: ${line}\n`),
    });
    expect(rounds.map(({ losses }) => losses)).toEqual(Array.from({ length: ROUNDS }, () => []));
    for (const round of rounds) {
      // API, worker, PostgreSQL, Redis and Temporal at the least; guards and backends may end with what they belong to.
      expect(round.processes).toBeGreaterThanOrEqual(5);
      expect(round.records).toBeGreaterThan(0);
      expect(round.weeks).toBeGreaterThan(0);
    }
    expect(rounds.reduce((total, { acknowledged }) => total + acknowledged, 0)).toBeGreaterThan(ROUNDS);
  },
  LIMIT_MS,
);
