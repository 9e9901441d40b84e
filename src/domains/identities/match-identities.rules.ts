/** The entry of the matching engine. */
import { toEnd, type InSteps } from '../../shared/in-steps';
import type { MatchInput, MatchOutcome } from './identities.types';
import { prepareMatching } from './prepare-matching.rules';

/**
 * One decision for each account of a provider: tied to a person, suggested with evidence, or new. Pure; the same for any order of
 * the input. @throws Error when two people or two accounts have one id
 */
export function matchIdentities(input: MatchInput): MatchOutcome {
  return toEnd(matchInSteps(input));
}

/** The same in steps: 10,000 accounts and as many people take seconds, in which a process has other work too. */
export function* matchInSteps(input: MatchInput): InSteps<MatchOutcome> {
  const prepared = yield* prepareMatching(input);
  return yield* prepared.matchAll();
}
