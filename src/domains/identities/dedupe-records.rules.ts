/** Which records of one file are of one human being, pair by pair: nothing is linked, nothing is vetoed, nothing is concluded from two pairs to a third. */
import { compareWithin } from './compared-files.rules';
import type { IdentityRecord } from './identities.types';
import { trainModel } from './model-training.rules';
import { PairWeights } from './pair-weights.rules';
import { toEnd } from '../../shared/in-steps';

/** A pair of records, `idA` before `idB` by code units. */
export interface DuplicatePair {
  idA: string;
  idB: string;
  /** 1 / (1 + 2^-bits). */
  probability: number;
  bits: number;
}

/** Every pair of at least this probability is in the answer. */
export const LEAST_PROBABILITY = 0.01;

/** Sorted by ids. @throws Error when two records have one id */
export function dedupeRecords(records: readonly IdentityRecord[]): DuplicatePair[] {
  const compared = toEnd(compareWithin(records));
  const { left, store, shares } = compared;
  const weights = new PairWeights(toEnd(trainModel(compared)), shares, left);
  const pairs: DuplicatePair[] = [];
  for (let pair = 0; pair < store.size; pair += 1) {
    const { total } = weights.score(store, pair);
    const probability = 1 / (1 + 2 ** -total);
    if (probability < LEAST_PROBABILITY) continue;
    const idA = left.ids[store.left[pair] ?? 0] ?? '';
    const idB = left.ids[store.right[pair] ?? 0] ?? '';
    pairs.push({ idA, idB, probability, bits: total });
  }
  return pairs.sort((a, b) => compareText(a.idA, b.idA) || compareText(a.idB, b.idB));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
