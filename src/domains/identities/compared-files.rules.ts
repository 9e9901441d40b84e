/** From records to compared pairs: normalise, find candidates, compare. Everything is in the order of sorted ids. */
import { comparesAll, PeopleByKey } from './candidate-pairs.rules';
import { genericValues, organizationDomains, withoutGenericValues, type GenericValues } from './generic-values.rules';
import type { IdentityRecord } from './identities.types';
import { PairComparison } from './pair-comparison.rules';
import { PairStore } from './pair-store.rules';
import { managerKeys } from './superior-keys.rules';
import { prepareRecords, Vocabulary, type ManagerKey, type PreparedRecords } from './prepared-records.rules';
import { valueShares, type ValueShares } from './value-shares.rules';
import { inLots, type InSteps } from '../../shared/in-steps';

/** Records of the left file that are compared between two breaks. */
const RECORDS_AT_ONCE = 64;

export interface ComparedFiles {
  /** Accounts; in a deduplication the records. */
  left: PreparedRecords;
  /** People; in a deduplication the same records. */
  right: PreparedRecords;
  isOneFile: boolean;
  vocabulary: Vocabulary;
  shares: ValueShares;
  generic: GenericValues;
  managerKey: ManagerKey;
  comparison: PairComparison;
  peopleByKey: PeopleByKey;
  store: PairStore;
  /** The pairs of record `i` of the left file are `firstPair[i]` to `firstPair[i + 1] - 1`. */
  firstPair: Int32Array;
}

/** Compares accounts with people. Values that name nobody are dropped first. */
export function* compareFiles(
  people: readonly IdentityRecord[],
  accounts: readonly IdentityRecord[],
): InSteps<ComparedFiles> {
  const vocabulary = new Vocabulary();
  const managerKey = managerKeys(people);
  const prepared = {
    people: yield* prepareRecords(people, vocabulary, managerKey),
    accounts: yield* prepareRecords(accounts, vocabulary, managerKey),
  };
  vocabulary.organizationDomains = organizationDomains(prepared.people, vocabulary);
  yield;
  const generic = genericValues(prepared.people, prepared.accounts, vocabulary);
  const right = withoutGenericValues(prepared.people, generic);
  const left = withoutGenericValues(prepared.accounts, generic);
  yield;
  const shares = valueShares([right, left], vocabulary);
  yield;
  return yield* comparePairs({ left, right, isOneFile: false, vocabulary, shares, generic, managerKey });
}

/** Compares the records of one file with one another, each pair once. A value of two records is no sign of anything here. */
export function* compareWithin(records: readonly IdentityRecord[]): InSteps<ComparedFiles> {
  const vocabulary = new Vocabulary();
  const prepared = yield* prepareRecords(records, vocabulary);
  vocabulary.organizationDomains = organizationDomains(prepared, vocabulary);
  const shares = valueShares([prepared], vocabulary);
  const generic = { phones: new Set<number>(), matricules: new Set<number>(), mailboxes: new Set<number>() };
  return yield* comparePairs({
    left: prepared,
    right: prepared,
    isOneFile: true,
    vocabulary,
    shares,
    generic,
    managerKey: (address) => address,
  });
}

type Uncompared = Pick<
  ComparedFiles,
  'left' | 'right' | 'isOneFile' | 'vocabulary' | 'shares' | 'generic' | 'managerKey'
>;

function* comparePairs(files: Uncompared): InSteps<ComparedFiles> {
  const { left, right, isOneFile, vocabulary, shares } = files;
  const comparison = new PairComparison(vocabulary, shares);
  const peopleByKey = new PeopleByKey(right, vocabulary);
  yield* peopleByKey.fill();
  const store = new PairStore();
  const firstPair = new Int32Array(left.size + 1);
  const isSmall = comparesAll(right.size, left.size);
  yield* inLots(left.size, RECORDS_AT_ONCE, (from, to) => {
    for (let index = from; index < to; index += 1) {
      const { people, keys } = isSmall ? peopleByKey.everybody() : peopleByKey.candidatesOf(left, index);
      for (const [place, person] of people.entries()) {
        if (isOneFile && person <= index) continue;
        const pair = store.add(index, person, keys[place] ?? 0);
        comparison.compare({ left: { records: left, index }, right: { records: right, index: person }, store, pair });
      }
      firstPair[index + 1] = store.size;
    }
  });
  return { ...files, comparison, peopleByKey, store, firstPair };
}
