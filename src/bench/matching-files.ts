/** The CSV files of `npm run evaluate:matching`: records and truth in, decided pairs out. UTF-8, RFC 4180, columns in any order. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { DuplicatePair } from '../domains/identities/dedupe-records.rules';
import type { AccountOutcome, IdentityRecord } from '../domains/identities/identities.types';

type Row = Readonly<Record<string, string | undefined>>;

const AUTO_PROBABILITY = 0.9;

/** `email` and `emails` (separated by `;`) are united. @throws Error for a file that cannot be read, or a row without id */
export function readRecords(file: string): IdentityRecord[] {
  return readRows(file).map((row, index) => {
    const id = row['id'] ?? '';
    if (id === '') throw new Error(`${file}: record ${String(index + 1)} has no id.`);
    return {
      id,
      fullName: row['full_name'] ?? '',
      givenName: row['given_name'] ?? '',
      surname: row['surname'] ?? '',
      birthName: row['birth_name'] ?? '',
      birthDate: row['birth_date'] ?? '',
      emails: [row['email'] ?? '', ...(row['emails'] ?? '').split(';')].filter((email) => email.trim() !== ''),
      matricule: row['matricule'] ?? '',
      legalEntity: row['legal_entity'] ?? '',
      phone: row['phone'] ?? '',
      startDate: row['start_date'] ?? '',
      endDate: row['end_date'] ?? '',
      title: row['title'] ?? '',
      managerEmail: row['manager_email'] ?? '',
      team: row['team'] ?? '',
      address: row['address'] ?? '',
      postcode: row['postcode'] ?? '',
      city: row['city'] ?? '',
    };
  });
}

/** Pairs of two columns of a truth file, '' for nobody. @throws Error when a column is missing */
export function readTruth(file: string, [key, value]: readonly [string, string]): Map<string, string> {
  return new Map(
    readRows(file).map((row) => {
      const id = row[key];
      const truth = row[value];
      if (id === undefined || truth === undefined) throw new Error(`${file} needs the columns ${key},${value}.`);
      return [id, truth];
    }),
  );
}

/** `account_id,person_id,decision,rank,p,p_cap,weight,weight_cap,vetoes` by account and rank; every account has a row. */
export function linkagePairs(outcomes: readonly AccountOutcome[]): string {
  const rows = outcomes.flatMap(({ accountId, decision, candidates }) => {
    if (decision === 'new') {
      const nobody = ['', 'new', 1, '', '', '', '', ''];
      return [[accountId, ...nobody]];
    }
    return candidates.map(({ personId, rank, probability, cappedProbability, totalBits, cappedBits, vetoes }) => {
      return [
        accountId,
        personId,
        decision,
        rank,
        probability,
        cappedProbability,
        totalBits,
        cappedBits,
        vetoes.join('|'),
      ];
    });
  });
  const header = ['account_id', 'person_id', 'decision', 'rank', 'p', 'p_cap', 'weight', 'weight_cap', 'vetoes'];
  return stringify([header, ...rows]);
}

/** `id_a,id_b,decision,p,weight`, each pair once. */
export function dedupePairs(pairs: readonly DuplicatePair[]): string {
  const rows = pairs.map(({ idA, idB, probability, bits }) => {
    return [idA, idB, probability >= AUTO_PROBABILITY ? 'auto' : 'suggest', probability, bits];
  });
  return stringify([['id_a', 'id_b', 'decision', 'p', 'weight'], ...rows]);
}

function readRows(file: string): Row[] {
  return parse<Row>(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true });
}
