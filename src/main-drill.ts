/** `npm run drill [-- --rounds 10] [--seed 1]`: the long fault run on a system of its own; ends non-zero when anything is lost. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';
import { runKillDrill } from './drill/kill-drill';
import type { WholeSystem } from './drill/whole-system';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
  const rounds = positive(values.rounds ?? '10', '--rounds');
  const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : positive(values.seed, '--seed');
  const began = performance.now();
  const results = await runKillDrill({
    env: inheritedEnvironment(),
    programs: join(loadConfig().home, 'bin'),
    rounds,
    seed,
    log: (line) => process.stdout.write(`${line}\n`),
    onSystem: endOnSignals,
  });
  const losses = results.flatMap((round) => round.losses);
  const acknowledged = results.reduce((total, round) => total + round.acknowledged, 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(
    `${String(results.length)} rounds, ${String(acknowledged)} acknowledged writes, ${String(losses.length)} losses, ${seconds} s\n`,
  );
  for (const loss of losses) process.stdout.write(`  ${loss}\n`);
  if (losses.length > 0) process.exitCode = 1;
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${option} needs a whole number above 0, not ${text}`);
}

function endOnSignals(system: WholeSystem): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void system.remove().finally(() => process.exit(130));
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The drill could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
