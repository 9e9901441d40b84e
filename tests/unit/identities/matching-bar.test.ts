/** MATCHING, the bar, at a smaller size: `npm run bench -- matching` measures it whole. */
import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { measureAdversaries, measureGenerated } from '../../../src/bench/matching-bar';
import { evaluateDedupe, evaluateLinkage } from '../../../src/bench/matching-evaluation';
import { dedupePairs, linkagePairs, readRecords, readTruth } from '../../../src/bench/matching-files';
import { makePopulation } from '../../../src/bench/matching-population';
import { SeededRandom } from '../../../src/bench/seeded-random';
import { compareFiles } from '../../../src/domains/identities/compared-files.rules';
import type { IdentityRecord } from '../../../src/domains/identities/identities.types';
import { FIELDS } from '../../../src/domains/identities/match-fields.rules';
import { matchIdentities } from '../../../src/domains/identities/match-identities.rules';
import { trainModel } from '../../../src/domains/identities/model-training.rules';
import { PairWeights } from '../../../src/domains/identities/pair-weights.rules';
import { toEnd } from '../../../src/shared/in-steps';

const folder = mkdtempSync(join(tmpdir(), 'matching-'));
const options = { firstRunHold: false };
const small = makePopulation({ seed: 3, people: 330, strangers: 0.2 });

const COLUMNS: Readonly<Record<string, (record: IdentityRecord) => string>> = {
  id: ({ id }) => id,
  full_name: ({ fullName }) => fullName ?? '',
  given_name: ({ givenName }) => givenName ?? '',
  surname: ({ surname }) => surname ?? '',
  birth_name: ({ birthName }) => birthName ?? '',
  birth_date: ({ birthDate }) => birthDate ?? '',
  email: ({ emails }) => emails?.[0] ?? '',
  emails: ({ emails }) => (emails ?? []).slice(1).join(';'),
  matricule: ({ matricule }) => matricule ?? '',
  legal_entity: ({ legalEntity }) => legalEntity ?? '',
  phone: ({ phone }) => phone ?? '',
  start_date: ({ startDate }) => startDate ?? '',
  end_date: ({ endDate }) => endDate ?? '',
  title: ({ title }) => title ?? '',
  team: ({ team }) => team ?? '',
};

/** Written with rows and columns in the order of a seed, and read again. */
function throughCsv(records: readonly IdentityRecord[], seed: number): IdentityRecord[] {
  const random = new SeededRandom(seed);
  const columns = random.shuffled(Object.keys(COLUMNS));
  const rows = random.shuffled(records).map((record) => columns.map((column) => COLUMNS[column]!(record)));
  const file = join(folder, 'records.csv');
  writeFileSync(file, stringify([columns, ...rows]));
  return readRecords(file);
}

test('people and accounts: no false link, recall and first places', () => {
  const figures = measureGenerated({ seeds: 4, people: 1_000 });
  expect(figures.falseAutoLinks).toBe(0);
  expect(figures.accounts).toBeGreaterThan(4_000);
  expect(figures.recallWithTwoIdentifiers).toBeGreaterThanOrEqual(0.95);
  expect(figures.rightInFirstPlace).toBeGreaterThanOrEqual(0.99);
});

test('accounts that agree on one identifier and nothing else are never linked', () => {
  expect(measureAdversaries({ seeds: 3, people: 1_000 })).toEqual({ accounts: 3_000, autoLinks: 0 });
});

test('the pairs file is the same byte for byte under any order of rows and columns', () => {
  const pairsOf = (seed: number): string => {
    const { outcome } = evaluateLinkage(throughCsv(small.people, seed), throughCsv(small.accounts, seed + 50));
    return linkagePairs(outcome.accounts);
  };
  const first = pairsOf(0);
  for (let seed = 1; seed <= 20; seed += 1) expect(pairsOf(seed)).toBe(first);
  const [header, ...rows] = first.trimEnd().split('\n');
  expect(header).toBe('account_id,person_id,decision,rank,p,p_cap,weight,weight_cap,vetoes');
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(small.accounts.length);
  const dedupeOf = (seed: number): string => dedupePairs(evaluateDedupe(throughCsv(small.people, seed)).pairs);
  expect(dedupeOf(1)).toBe(dedupeOf(0));
});

test('the truth is only counted: links are the same with any', () => {
  const right = evaluateLinkage(small.people, small.accounts, small.truth);
  const shifted = new Map([...small.truth.keys()].map((id) => [id, 'nobody in the file']));
  const wrong = evaluateLinkage(small.people, small.accounts, shifted);
  expect(linkagePairs(wrong.outcome.accounts)).toBe(linkagePairs(right.outcome.accounts));
  expect(right.figures).toMatchObject({ accounts: small.accounts.length, false_auto_links: 0 });
  expect(wrong.figures).toMatchObject({ true_auto_links: 0, recall: null, suggested_top1: null });
  expect(evaluateLinkage(small.people, small.accounts).figures).toMatchObject({ true_auto_links: null, recall: null });
});

describe('every candidate', () => {
  const outcome = matchIdentities({ ...small, options });
  const candidates = outcome.accounts.flatMap((account) => account.candidates.concat(account.nearestRejected ?? []));
  const cap = Math.log2(outcome.model.population) + 1;

  test('is explained: prior and evidence add up to W, and W_cap lets no group add more than the cap', () => {
    expect(candidates.length).toBeGreaterThan(250);
    for (const { evidence, priorBits, totalBits, cappedBits, probability } of candidates) {
      const sum = evidence.reduce((total, { bits }) => total + bits, priorBits);
      const capped = evidence.reduce((total, { bits }) => total + Math.min(bits, cap), priorBits);
      expect(Math.abs(sum - totalBits)).toBeLessThan(1e-9);
      expect(Math.abs(capped - cappedBits)).toBeLessThan(1e-9);
      expect(probability).toBeCloseTo(1 / (1 + 2 ** -totalBits), 12);
    }
  });

  test('is ranked by W, at most three of them, and a margin stands under each', () => {
    for (const { candidates: ranked, decision } of outcome.accounts) {
      expect(ranked.length).toBeLessThanOrEqual(decision === 'auto' ? 1 : 3);
      expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, index) => index + 1));
      for (const [index, { totalBits, marginBits }] of ranked.entries()) {
        const next = ranked[index + 1];
        if (next !== undefined) expect(marginBits).toBeCloseTo(totalBits - next.totalBits, 9);
      }
    }
  });

  test('that is rejected never comes back, and nothing else changes without it', () => {
    const first = outcome.accounts.flatMap(({ accountId, candidates: [best] }) =>
      best === undefined
        ? []
        : [{ accountId, personId: best.personId, verdict: 'rejected' as const, bits: best.totalBits }],
    );
    const after = matchIdentities({ ...small, options, decisions: first });
    const rejected = new Set(first.map(({ accountId, personId }) => `${accountId} ${personId}`));
    const seen = after.accounts.flatMap(({ accountId, candidates: list, nearestRejected }) =>
      list.concat(nearestRejected ?? []).map(({ personId }) => `${accountId} ${personId}`),
    );
    expect(seen.filter((pair) => rejected.has(pair))).toEqual([]);
    expect(matchIdentities({ ...small, options })).toEqual(outcome);
  });
});

test('levels of a trained model never rise', () => {
  const compared = toEnd(compareFiles(small.people, small.accounts));
  const model = toEnd(trainModel(compared));
  const weights = new PairWeights(model, compared.shares, compared.left);
  for (const [field, { levels, field: name }] of FIELDS.entries()) {
    const bits = levels.map((_, level) => weights.bitsOf(field, level));
    for (const [level, value] of bits.entries()) expect(value).toBeLessThanOrEqual(bits[level - 1] ?? Infinity);
    for (const shares of [model.fields[name].m])
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  }
});

test('a kept model makes the decisions it made when it was learned', () => {
  const learned = matchIdentities({ ...small, options });
  const kept = matchIdentities({ ...small, options: { ...options, model: structuredClone(learned.model) } });
  expect(kept).toEqual(learned);
});

describe('files', () => {
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  test('quoted fields, a byte order mark, and both columns of addresses', () => {
    const file = write('a.csv', '\uFEFFemails,id,"email",surname\n"b@x.fr; c@x.fr",1,a@x.fr,"D""Arc, de"\n');
    expect(readRecords(file)).toEqual([
      expect.objectContaining({ id: '1', surname: 'D"Arc, de', emails: ['a@x.fr', 'b@x.fr', ' c@x.fr'] }),
    ]);
  });

  test('a row without id, or a truth without its columns, is said', () => {
    expect(() => readRecords(write('b.csv', 'id,surname\n,Dupont\n'))).toThrow('record 1 has no id');
    expect(() => readTruth(write('c.csv', 'id,person\n1,2\n'), ['account_id', 'person_id'])).toThrow(
      'needs the columns',
    );
  });

  test('duplicates are counted by cluster', () => {
    const [one, two] = ['1', '2'].map((id) => ({
      id,
      givenName: 'Zoe',
      surname: 'Quemeneur',
      birthDate: '1985-07-19',
      phone: '0612345678',
    }));
    const others = small.people.slice(0, 200);
    const truth = new Map([...others.map(({ id }): [string, string] => [id, id]), ['1', 'z'], ['2', 'z']]);
    const { figures, pairs } = evaluateDedupe([one!, two!, ...others], truth);
    expect(figures).toMatchObject({ records: 202, true_pairs: 1, threshold: 0.5, recall: 1, false_at_p90: 0 });
    expect(dedupePairs(pairs)).toMatch(/^id_a,id_b,decision,p,weight\n(.*\n)*1,2,auto,0\.99/);
    expect(evaluateDedupe([one!]).figures).toMatchObject({ true_pairs: null, f1: null, false_at_p90: null });
  });
});
