/**
 * `npm run drill [-- kills --rounds 10]`: the long fault run. `npm run drill -- edits [--edits 10000] [--writers 20] [--people 12]`: many writers
 * while workers are killed. `npm run drill -- sync [--rounds 50]`: a part killed, or a provider at fault, in the middle of a sync.
 * `npm run drill -- approvals [--rounds 50]`: kills while people decide. `npm run drill -- reports [--rounds 50]`: kills while reports are made
 * and delivered.
 * All take `--seed`, run on a system of their own and end non-zero when anything is lost or wrong.
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';
import { runApprovalDrill } from './drill/approval-drill';
import { runEditDrill } from './drill/edit-drill';
import { runKillDrill } from './drill/kill-drill';
import { runReportDrill } from './drill/report-drill';
import { runSyncDrill, type SyncRound } from './drill/sync-drill';

const EDITS_PER_CHECK = 2_500;

interface Outcome {
  summary: string;
  losses: readonly string[];
}

const numbers = {
  rounds: { type: 'string', default: '10' },
  edits: { type: 'string', default: '10000' },
  writers: { type: 'string', default: '20' },
  people: { type: 'string', default: '12' },
  seed: { type: 'string', default: String(randomInt(1, 2 ** 31)) },
} as const;
type Numbers = Record<keyof typeof numbers, number>;

const drills: Readonly<Record<string, (given: Numbers) => Promise<Outcome>>> = {
  kills: async ({ rounds, seed }) => {
    const results = await runKillDrill({ ...surroundings(), rounds, seed });
    const acknowledged = results.reduce((total, round) => total + round.acknowledged, 0);
    const summary = `${String(results.length)} rounds, ${String(acknowledged)} acknowledged writes`;
    return { summary, losses: results.flatMap((round) => round.losses) };
  },
  sync: async ({ rounds, seed }) => {
    const results = await runSyncDrill({ ...surroundings(), rounds, seed });
    const times = (of: (round: SyncRound) => string): string =>
      [...new Set(results.map(of))]
        .map((what) => `${what} ${String(results.filter((round) => of(round) === what).length)} times`)
        .join(', ');
    const summary = `${String(results.length)} rounds (${times(({ fault }) => fault)}; while ${times(({ phase }) => phase)})`;
    return { summary, losses: results.flatMap((round) => round.losses) };
  },
  approvals: async ({ rounds, seed }) => {
    const results = await runApprovalDrill({ ...surroundings(), rounds, seed });
    const total = (of: 'requests' | 'effects' | 'mails' | 'doubledMails'): string =>
      String(results.reduce((sum, round) => sum + round[of], 0));
    const summary = `${String(results.length)} kills, ${total('requests')} requests, ${total('effects')} bookings, ${total('mails')} mails of which ${total('doubledMails')} came twice`;
    return { summary, losses: results.flatMap((round) => round.losses) };
  },
  reports: async ({ rounds, seed }) => {
    const results = await runReportDrill({ ...surroundings(), rounds, seed });
    const total = (of: 'runs' | 'files' | 'deliveries' | 'doubled'): string =>
      String(results.reduce((sum, round) => sum + round[of], 0));
    const summary = `${String(rounds)} kills, ${total('runs')} runs, ${total('files')} files, ${total('deliveries')} deliveries of which ${total('doubled')} came twice`;
    return { summary, losses: results.flatMap((round) => round.losses) };
  },
  edits: async ({ edits, writers, people, seed }) => {
    const editsPerCheck = Math.min(edits, EDITS_PER_CHECK);
    const result = await runEditDrill({ ...surroundings(), edits, editsPerCheck, writers, people, seed });
    const answers = Object.entries(result.statuses).map(([status, count]) => `${String(count)} × ${status}`);
    const summary = `${String(result.edits)} edits by ${String(writers)} writers (${answers.join(', ')}), ${String(result.workersKilled)} workers killed`;
    return { summary, losses: result.losses };
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: numbers });
  const [name = 'kills'] = positionals;
  const drill = drills[name];
  if (drill === undefined)
    throw new Error(`There is no drill ${JSON.stringify(name)}; one of: ${Object.keys(drills).join(', ')}.`);
  const given = Object.fromEntries(
    Object.entries(values).map(([option, text]) => [option, positive(text, `--${option}`)]),
  ) as Numbers;
  process.stdout.write(`seed ${String(given.seed)}\n`);
  const began = performance.now();
  const { summary, losses } = await drill(given);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${summary}, ${String(losses.length)} losses, ${seconds} s\n`);
  for (const loss of losses) process.stdout.write(`  ${loss}\n`);
  if (losses.length > 0) process.exitCode = 1;
}

function surroundings() {
  return {
    env: inheritedEnvironment(),
    programs: join(loadConfig().home, 'bin'),
    log: (line: string) => process.stdout.write(`${line}\n`),
    onSystem: endOnSignals,
  };
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${option} needs a whole number above 0, not ${text}`);
}

function endOnSignals(system: { remove: () => Promise<void> }): void {
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
