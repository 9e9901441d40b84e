/** Three rounds of the drill of reports (`npm run drill -- reports` runs more): `kill -9` while reports are made and delivered. */
import { expect, test } from '@jest/globals';
import { join, resolve } from 'node:path';
import { runReportDrill } from '../../src/drill/report-drill';

const ROOT = join(__dirname, '..', '..');
const ROUNDS = 3;
const LIMIT_MS = 600_000;

test(
  'every run ends with the bytes of its figures, the figures of an undisturbed run, and everybody has it',
  async () => {
    const rounds = await runReportDrill({
      env: process.env,
      programs: resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin'),
      rounds: ROUNDS,
      seed: Date.now() % 2 ** 31,
      log: (line) => process.stderr.write(`report drill: ${line}\n`),
    });
    expect(rounds.flatMap(({ losses }) => losses)).toEqual([]);
    expect(rounds.filter(({ target }) => target !== 'nothing')).toHaveLength(ROUNDS);
    for (const { runs, files, deliveries } of rounds.slice(0, -1))
      expect([runs, files, deliveries]).toEqual([4, 16, 16]);
    expect(rounds.at(-1)?.runs).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
