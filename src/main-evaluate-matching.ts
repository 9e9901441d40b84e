/**
 * `npm run evaluate:matching -- --people F --accounts F --truth F [--pairs F] [--json]` measures the matching engine on labelled
 * CSV files, `… -- --dedupe F --truth F [--pairs F] [--json]` on one file with duplicates. Needs no server. Prints one JSON object.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evaluateDedupe, evaluateLinkage } from './bench/matching-evaluation';
import { dedupePairs, linkagePairs, readRecords, readTruth } from './bench/matching-files';

const text = { type: 'string' } as const;

function main(): void {
  const { values } = parseArgs({
    options: { people: text, accounts: text, truth: text, pairs: text, dedupe: text, json: { type: 'boolean' } },
  });
  const print = (figures: object): void => {
    process.stdout.write(`${values.json === true ? JSON.stringify(figures) : JSON.stringify(figures, null, 2)}\n`);
  };
  const { people, accounts, dedupe } = values;
  if (dedupe !== undefined && people === undefined && accounts === undefined) {
    const truth = values.truth === undefined ? undefined : readTruth(values.truth, ['id', 'cluster']);
    const { figures, pairs } = evaluateDedupe(readRecords(dedupe), truth);
    if (values.pairs !== undefined) writeFileSync(values.pairs, dedupePairs(pairs));
    print(figures);
    return;
  }
  if (people === undefined || accounts === undefined || dedupe !== undefined) {
    throw new Error('Give --people F --accounts F, or --dedupe F; both with --truth F.');
  }
  const truth = values.truth === undefined ? undefined : readTruth(values.truth, ['account_id', 'person_id']);
  const { figures, outcome } = evaluateLinkage(readRecords(people), readRecords(accounts), truth);
  if (values.pairs !== undefined) writeFileSync(values.pairs, linkagePairs(outcome.accounts));
  print(figures);
}

try {
  main();
} catch (error) {
  process.stderr.write(`It could not be evaluated: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
