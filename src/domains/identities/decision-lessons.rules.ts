/**
 * What one decision teaches (Dirichlet): a pair that a person decided is one more observed pair of its kind. Example: where birth
 * dates of confirmed people differ in one digit again and again, that level comes to speak less against a pair.
 */
import type { DecidedPair } from './identities.types';
import { FIELDS } from './match-fields.rules';
import type { MatchingModel } from './matching-model.types';
import { mapFields, PSEUDO_PAIRS } from './model-training.rules';

/** One decision moves no weight by more than this many bits. */
export const MOST_BITS_OF_A_DECISION = 0.5;
const MOST_RATIO = 2 ** MOST_BITS_OF_A_DECISION;

/** The model after the decision: m of what was found when it is one human being, u when it is two. The given one stays as it is. */
export function afterDecision(model: MatchingModel, { levels, isSame }: DecidedPair): MatchingModel {
  return mapFields(model, (parameters, index) => {
    const definition = FIELDS[index];
    const name = definition === undefined ? undefined : levels[definition.field];
    const level = name === undefined ? -1 : (definition?.levels.indexOf(name) ?? -1);
    if (level < 0) return parameters;
    const side = isSame ? 'm' : 'u';
    const pairs = parameters.pairs ?? { m: PSEUDO_PAIRS, u: PSEUDO_PAIRS };
    const added = countOf(parameters[side][level] ?? 0, pairs[side]);
    const shares = parameters[side].map(
      (share, at) => (share * pairs[side] + (at === level ? added : 0)) / (pairs[side] + added),
    );
    return { ...parameters, [side]: shares, pairs: { ...pairs, [side]: pairs[side] + added } };
  });
}

/** One, or as much less as moves log2 of the share by half a bit: (share * pairs + x) / (pairs + x) = share * 2 ** 0.5. */
function countOf(share: number, pairs: number): number {
  if (share * MOST_RATIO >= 1) return 1;
  return Math.min(1, (share * pairs * (MOST_RATIO - 1)) / (1 - share * MOST_RATIO));
}
