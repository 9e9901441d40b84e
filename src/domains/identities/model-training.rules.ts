/**
 * Learns the parameters from the data itself: u from random pairs, m by expectation-maximisation over likely pairs, where each
 * field learns only from pairs that a key without it has found. What is believed beforehand counts as 200 pairs.
 */
import { keysWithout } from './candidate-pairs.rules';
import { FIELD_COUNT, FIELDS, MISSING, ROW } from './match-fields.rules';
import type { FieldParameters, MatchField, MatchingModel } from './matching-model.types';
import { PairStore } from './pair-store.rules';
import { PairWeights } from './pair-weights.rules';
import type { PairComparison } from './pair-comparison.rules';
import type { PreparedRecords } from './prepared-records.rules';
import type { ValueShares } from './value-shares.rules';
import { inLots, type InSteps } from '../../shared/in-steps';

export const MODEL_VERSION = '1';
/** The smallest population: the prior of a small organisation is not better than this. */
export const SMALLEST_POPULATION = 512;

export const PSEUDO_PAIRS = 200;
const SAMPLED_PAIRS = 30_000;
const SAMPLED_AT_ONCE = 1_024;
const MOST_ROUNDS = 15;
const CONVERGED = 1e-4;
/** Pairs below this many bits teach nothing. */
const LIKELY_BITS = -8;
/** Pairs that are weighed between two breaks. */
const PAIRS_AT_ONCE = 4_096;

export interface TrainingInput {
  left: PreparedRecords;
  right: PreparedRecords;
  /** True when both are one file, which is compared with itself. */
  isOneFile: boolean;
  comparison: PairComparison;
  shares: ValueShares;
  /** Compared candidate pairs. */
  store: PairStore;
}

/** The parameters before any data. @param people rows of the people file */
export function initialModel(people: number): MatchingModel {
  const fields = Object.fromEntries(FIELDS.map(({ field, m, u }) => [field, { m: [...m], u: [...u] }]));
  return {
    version: MODEL_VERSION,
    population: Math.max(people, SMALLEST_POPULATION),
    fields: fields as Record<MatchField, FieldParameters>,
  };
}

export function* trainModel(input: TrainingInput): InSteps<MatchingModel> {
  const start = initialModel(input.right.size);
  const model = yield* withFrequencies(start, input);
  const likely = yield* likelyPairs(model, input);
  let current = model;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = yield* maximize(current, likely, input);
    const moved = FIELDS.map(({ field }) => largestMove(current.fields[field].m, next.fields[field].m));
    current = next;
    if (Math.max(...moved) < CONVERGED) break;
  }
  return current;
}

/** u of the unequal levels from pairs of two human beings: random pairs, without those that look like one. */
function* withFrequencies(model: MatchingModel, input: TrainingInput): InSteps<MatchingModel> {
  const { left, right, comparison, shares } = input;
  const weights = new PairWeights(model, shares, left);
  const counts = new Float64Array(FIELD_COUNT * ROW);
  const sample = new PairStore(1);
  sample.add(0, 0, 0);
  const count = (leftIndex: number, rightIndex: number): void => {
    sample.left[0] = leftIndex;
    sample.right[0] = rightIndex;
    comparison.compare({
      left: { records: left, index: leftIndex },
      right: { records: right, index: rightIndex },
      store: sample,
      pair: 0,
    });
    if (weights.score(sample, 0).total > 0) return;
    for (let field = 0; field < FIELD_COUNT; field += 1) {
      const level = sample.levels[field] ?? MISSING;
      if (level !== MISSING) counts[field * ROW + level] = (counts[field * ROW + level] ?? 0) + 1;
    }
  };
  yield* countSampled(input, count);
  return mapFields(model, (parameters, field) => ({
    m: parameters.m,
    u: blended(FIELDS[field]?.u ?? [], counts.subarray(field * ROW)),
    pairs: { m: PSEUDO_PAIRS, u: PSEUDO_PAIRS + sumOf(counts.subarray(field * ROW, (field + 1) * ROW)) },
  }));
}

/** Counts pairs spread evenly over all by a multiplicative sequence, the same for the same sizes. */
function* countSampled(
  { left, right, isOneFile }: TrainingInput,
  count: (leftIndex: number, rightIndex: number) => void,
): InSteps<void> {
  const all = left.size * right.size;
  const wanted = Math.min(all, SAMPLED_PAIRS);
  const stride = all / Math.max(1, wanted);
  yield* inLots(wanted, SAMPLED_AT_ONCE, (from, to) => {
    for (let i = from; i < to; i += 1) {
      // The golden ratio moves the place inside each stride, so that no column of the table is met more often.
      const place = Math.min(all - 1, Math.floor((i + ((i * 0.618_033_988_75) % 1)) * stride));
      const leftIndex = Math.floor(place / right.size);
      const rightIndex = place % right.size;
      if (!isOneFile || leftIndex !== rightIndex) count(leftIndex, rightIndex);
    }
  });
}

function* likelyPairs(model: MatchingModel, { left, shares, store }: TrainingInput): InSteps<Int32Array> {
  const weights = new PairWeights(model, shares, left);
  const likely: number[] = [];
  yield* inLots(store.size, PAIRS_AT_ONCE, (from, to) => {
    for (let pair = from; pair < to; pair += 1) if (weights.score(store, pair).total > LIKELY_BITS) likely.push(pair);
  });
  return Int32Array.from(likely);
}

/** One round: how likely each pair is one human being, then the levels of those that are. */
function* maximize(
  model: MatchingModel,
  likely: Int32Array,
  { left, shares, store }: TrainingInput,
): InSteps<MatchingModel> {
  const weights = new PairWeights(model, shares, left);
  const sums = new Float64Array(FIELD_COUNT * ROW);
  const teachers = FIELDS.map((_, field) => keysWithout(field));
  yield* inLots(likely.length, PAIRS_AT_ONCE, (from, to) => {
    for (const pair of likely.subarray(from, to)) {
      const probability = 1 / (1 + 2 ** -weights.score(store, pair).total);
      const keys = store.keys[pair] ?? 0;
      for (let field = 0; field < FIELD_COUNT; field += 1) {
        if ((keys & (teachers[field] ?? 0)) === 0) continue;
        const level = store.levels[pair * FIELD_COUNT + field] ?? MISSING;
        if (level !== MISSING) sums[field * ROW + level] = (sums[field * ROW + level] ?? 0) + probability;
      }
    }
  });
  return mapFields(model, (parameters, field) => ({
    m: blended(FIELDS[field]?.m ?? [], sums.subarray(field * ROW)),
    u: parameters.u,
    pairs: {
      m: PSEUDO_PAIRS + sumOf(sums.subarray(field * ROW, (field + 1) * ROW)),
      u: parameters.pairs?.u ?? PSEUDO_PAIRS,
    },
  }));
}

/** Counts with the prior as pseudo-counts, as probabilities. */
function blended(prior: readonly number[], counts: Float64Array): number[] {
  const priorTotal = prior.reduce((sum, share) => sum + share, 0);
  const seen = prior.reduce((sum, _, level) => sum + (counts[level] ?? 0), 0);
  return prior.map(
    (share, level) => ((PSEUDO_PAIRS * share) / priorTotal + (counts[level] ?? 0)) / (PSEUDO_PAIRS + seen),
  );
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

export function mapFields(
  model: MatchingModel,
  change: (parameters: FieldParameters, field: number) => FieldParameters,
): MatchingModel {
  const fields = FIELDS.map(({ field }, index) => [field, change(model.fields[field], index)] as const);
  return { ...model, fields: Object.fromEntries(fields) as Record<MatchField, FieldParameters> };
}

function largestMove(before: readonly number[], after: readonly number[]): number {
  return Math.max(...before.map((value, index) => Math.abs(value - (after[index] ?? value))));
}
