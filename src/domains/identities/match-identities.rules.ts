/** The entry of the matching engine. */
import type { MatchInput, MatchOutcome } from './identities.types';
import { prepareMatching } from './prepare-matching.rules';

/**
 * One decision for each account of a provider: tied to a person, suggested with evidence, or new. Pure; the same for any order of
 * the input. @throws Error when two people or two accounts have one id
 */
export function matchIdentities(input: MatchInput): MatchOutcome {
  return prepareMatching(input).matchAll();
}
