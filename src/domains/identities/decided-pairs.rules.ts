/** What there is to learn from in the log of decisions: pairs of which a person said whether they are one human being. */
import type { IdentityDecision } from './external-accounts.types';
import type { DecidedPair } from './identities.types';
import { FIELDS, GROUPS } from './match-fields.rules';
import type { MatchField } from './matching-model.types';

/** Kept beside a decision by `factsOf` in suggestion-rows.rules.ts. */
interface KeptFeatures {
  levels?: Readonly<Record<string, string>>;
  capped_bits?: number;
  vetoes?: readonly string[];
}

/**
 * The last word of a person on each pair, in the order in which it was said, with what the engine had found the last time it was
 * asked. A pair that it never weighed, or whose features were erased, teaches nothing.
 * @example linked by the engine with its features, then rejected: one pair that is not the same, with those features
 */
export function decidedPairs(log: readonly IdentityDecision[]): DecidedPair[] {
  const features = new Map<string, KeptFeatures>();
  const words = new Map<string, Pick<DecidedPair, 'accountId' | 'personId' | 'isSame'>>();
  for (const { externalAccountId: accountId, personId, action, decidedBy, features: kept } of log) {
    if (personId === null) continue;
    const pair = `${accountId} ${personId}`;
    if ('levels' in kept) features.set(pair, kept);
    if (decidedBy === null) continue;
    words.delete(pair);
    if (action === 'link' || action === 'reject') words.set(pair, { accountId, personId, isSame: action === 'link' });
  }
  return [...words].flatMap(([pair, word]) => {
    const kept = features.get(pair);
    if (kept?.levels === undefined) return [];
    const mayBeLinked = kept.vetoes?.length === 0;
    return [{ ...word, levels: levelsOf(kept.levels), cappedBits: mayBeLinked ? (kept.capped_bits ?? null) : null }];
  });
}

/** Levels of fields out of levels of groups. @example { names: 'given:equal+surname:similar', phone: 'equal' } */
function levelsOf(groups: Readonly<Record<string, string>>): DecidedPair['levels'] {
  const levels: Partial<Record<MatchField, string>> = {};
  for (const group of GROUPS) {
    const [own] = FIELDS.filter((definition) => definition.group === group);
    for (const part of groups[group]?.split('+') ?? []) {
      const [name, level] = part.includes(':') ? part.split(':') : [own?.field, part];
      const known = FIELDS.find(({ field }) => field === name);
      if (known !== undefined) levels[known.field] = level;
    }
  }
  return levels;
}
