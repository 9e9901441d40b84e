/** Three rounds of the drill of approvals (`npm run drill -- approvals` runs more): `kill -9` of one part or everything while people decide. */
import { expect, test } from '@jest/globals';
import { join, resolve } from 'node:path';
import { runApprovalDrill } from '../../src/drill/approval-drill';

const ROOT = join(__dirname, '..', '..');
const ROUNDS = 3;
const LIMIT_MS = 400_000;

test(
  'every request ends as it was answered, booked once or never, and everybody was told',
  async () => {
    const rounds = await runApprovalDrill({
      env: process.env,
      programs: resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin'),
      rounds: ROUNDS,
      seed: Date.now() % 2 ** 31,
      log: (line) => process.stderr.write(`approval drill: ${line}\n`),
    });
    expect(rounds.map(({ losses }) => losses)).toEqual(Array.from({ length: ROUNDS }, () => []));
    for (const { requests, mails } of rounds) expect([mails, requests].every((count) => count > 0)).toBe(true);
    expect(rounds.reduce((total, { effects }) => total + effects, 0)).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
