/** `npm run bench -- matching`: the matching engine against its bar, on made-up populations, as figures and as lines. */
import {
  measureAdversaries,
  measureGenerated,
  measureOne,
  measureRun,
  type GeneratedFigures,
  type SizedRun,
} from './matching-bar';
import { rounded, type Times } from './percentiles';

export interface MatchingBench {
  runs: SizedRun[];
  oneAccount: Times;
  generated: GeneratedFigures;
  adversaries: { accounts: number; autoLinks: number };
}

const PEOPLE = 5_000;
const ROUNDS = 5;
const ACCOUNTS_ONE_BY_ONE = 500;
const SEEDS = 20;

/** Some minutes; time and memory first, so that the populations of the rest do not count. */
export function benchMatching(log: (line: string) => unknown): MatchingBench {
  const runs = [true, false].map((onlyNamesAndBirth) => measureRun(PEOPLE, { onlyNamesAndBirth, rounds: ROUNDS }));
  log('measured time and memory');
  const oneAccount = measureOne(PEOPLE, ACCOUNTS_ONE_BY_ONE);
  const adversaries = measureAdversaries({ seeds: SEEDS / 4, people: PEOPLE });
  log('measured one account and adversaries');
  return { runs, oneAccount, adversaries, generated: measureGenerated({ seeds: SEEDS, people: PEOPLE }) };
}

export function linesOfMatching({ runs, oneAccount, adversaries, generated }: MatchingBench): string {
  const sized = runs.map(({ fields, people, accounts, seconds, longestStepMs, peakRssMb }) => {
    const size = `${String(accounts)} accounts × ${String(people)} people`;
    return `${size}, ${fields}: ${seconds.toFixed(2)} s (best of ${String(ROUNDS)}), longest step ${longestStepMs.toFixed(0)} ms, peak ${String(peakRssMb)} MB`;
  });
  const percent = (share: number): string => `${String(rounded(share * 100))} %`;
  return [
    ...sized,
    `one account × ${String(PEOPLE)} people: p50 ${String(oneAccount.p50Ms)} ms, p99 ${String(oneAccount.p99Ms)} ms`,
    `${String(generated.accounts)} accounts: ${String(generated.autoLinks)} automatic links, ${String(generated.falseAutoLinks)} false`,
    `  recall where two identifiers are equal ${percent(generated.recallWithTwoIdentifiers)}`,
    `  right person in the first place ${percent(generated.rightInFirstPlace)}`,
    `${String(adversaries.accounts)} adversaries: ${String(adversaries.autoLinks)} automatic links`,
    '',
  ].join('\n');
}
