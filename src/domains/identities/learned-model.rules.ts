/**
 * A model that has learned from people's decisions. Example: with 40 decided pairs of which the engine knows what it found, version
 * `1` becomes `1+40`; were a confirmed pair no longer suggested by it, it would stay `1+20`, or `1`.
 */
import { afterDecision } from './decision-lessons.rules';
import { calibratedBits } from './certainty-calibration.rules';
import type { ComparedFiles } from './compared-files.rules';
import { SUGGESTED_PROBABILITY } from './decide-account.rules';
import type { DecidedPair } from './identities.types';
import type { MatchingModel } from './matching-model.types';
import { PairStore } from './pair-store.rules';
import { CERTAIN_BITS, PairWeights } from './pair-weights.rules';

/** A model learns when so many decisions have come, so that suggestions do not change with each of them. */
export const LEARNED_AT_ONCE = 20;
/** Models with fewer and fewer of the latest decisions that are tried. */
const MOST_TRIES = 3;
const SUGGESTED_BITS = Math.log2(SUGGESTED_PROBABILITY / (1 - SUGGESTED_PROBABILITY));

/**
 * Learns all decisions but the last few that do not fill twenty. It is used only if it contradicts no decided pair: no confirmed one
 * is worth less to it than to `model`, no rejected one more (linked, suggested, nothing). The same log gives the same model.
 */
export function learnedModel(
  files: ComparedFiles,
  model: MatchingModel,
  lessons: readonly DecidedPair[],
): MatchingModel {
  const whole = Math.floor(lessons.length / LEARNED_AT_ONCE);
  if (whole === 0) return model;
  const decided = comparedAgain(files, lessons);
  const before = standings(files, model, decided);
  for (let batches = whole; batches > Math.max(0, whole - MOST_TRIES); batches -= 1) {
    const candidate = modelAfter(model, lessons.slice(0, batches * LEARNED_AT_ONCE));
    const after = standings(files, candidate, decided);
    const contradicts = decided.isSame.some((isSame, pair) => {
      const change = (after[pair] ?? 0) - (before[pair] ?? 0);
      return isSame ? change < 0 : change > 0;
    });
    if (!contradicts) return candidate;
  }
  return model;
}

function modelAfter(model: MatchingModel, lessons: readonly DecidedPair[]): MatchingModel {
  const learned = lessons.reduce(afterDecision, model);
  const certainBits = calibratedBits(lessons, model.certainBits ?? CERTAIN_BITS);
  return { ...learned, certainBits, version: `${model.version}+${String(lessons.length)}` };
}

interface ComparedLessons {
  store: PairStore;
  /** By pair of the store. */
  isSame: boolean[];
}

/** The decided pairs as they compare today; those with somebody who is not there any more are left out. */
function comparedAgain({ left, right, comparison }: ComparedFiles, lessons: readonly DecidedPair[]): ComparedLessons {
  const accountAt = new Map(left.ids.map((id, index) => [id, index]));
  const personAt = new Map(right.ids.map((id, index) => [id, index]));
  const store = new PairStore(lessons.length);
  const isSame: boolean[] = [];
  for (const lesson of lessons) {
    const index = accountAt.get(lesson.accountId);
    const person = personAt.get(lesson.personId);
    if (index === undefined || person === undefined) continue;
    const pair = store.add(index, person, 0);
    comparison.compare({ left: { records: left, index }, right: { records: right, index: person }, store, pair });
    isSame.push(lesson.isSame);
  }
  return { store, isSame };
}

/** 2 = enough for a link, 1 = enough for a suggestion, 0 = neither; by bits alone. */
function standings({ left, shares }: ComparedFiles, model: MatchingModel, { store }: ComparedLessons): number[] {
  const weights = new PairWeights(model, shares, left);
  return Array.from({ length: store.size }, (_, pair) => {
    const { total, capped } = weights.score(store, pair);
    return Number(total >= SUGGESTED_BITS) + Number(capped >= weights.certainBits);
  });
}
