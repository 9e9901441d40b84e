/** What the engine answered about an account as rows of `identity_suggestions`. */
import type { StoredSuggestion } from './external-accounts.types';
import type { AccountOutcome, Candidate } from './identities.types';

/** A row without what only a stored one has. */
export type SuggestionFacts = Omit<StoredSuggestion, 'id' | 'created_at'>;

/** At most three, best first. A link that waits for the confirmation of a whole run is a suggestion, too. */
export function suggestionsOf(outcome: AccountOutcome, modelVersion: string): SuggestionFacts[] {
  if (outcome.decision === 'new') return [];
  return outcome.candidates.map((candidate) => ({
    ...factsOf(candidate, outcome, modelVersion),
    external_account_id: outcome.accountId,
    person_id: candidate.personId,
    rank: candidate.rank,
    prior_bits: candidate.priorBits,
    margin_bits: candidate.marginBits,
    evidence: candidate.evidence,
    vetoes: candidate.vetoes,
    decisive: outcome.decisive,
  }));
}

/** What a decision about the candidate remembers. */
export function factsOf(
  candidate: Candidate,
  { wouldMakeCertain }: AccountOutcome,
  modelVersion: string,
): Pick<StoredSuggestion, 'score' | 'total_bits' | 'model_version' | 'features'> {
  return {
    score: candidate.probability,
    total_bits: candidate.totalBits,
    model_version: modelVersion,
    features: {
      capped_bits: candidate.cappedBits,
      levels: Object.fromEntries(candidate.evidence.map(({ group, level }) => [group, level])),
      would_make_certain: wouldMakeCertain,
      vetoes: candidate.vetoes,
    },
  };
}

/** True when what is stored says the same, so that nothing need be written. */
export function isSame(stored: readonly StoredSuggestion[], wanted: readonly SuggestionFacts[]): boolean {
  return (
    stored.length === wanted.length &&
    wanted.every((facts, index) => {
      const row = stored[index] as unknown as Record<string, unknown> | undefined;
      return (
        row !== undefined && Object.entries(facts).every(([name, value]) => canonical(row[name]) === canonical(value))
      );
    })
  );
}

/** Rows by account, each in the order given. */
export function groupByAccount(suggestions: readonly StoredSuggestion[]): Map<string, StoredSuggestion[]> {
  const groups = new Map<string, StoredSuggestion[]>();
  for (const one of suggestions) {
    groups.set(one.external_account_id, [...(groups.get(one.external_account_id) ?? []), one]);
  }
  return groups;
}

/** JSON with its keys in order: PostgreSQL keeps them in one of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
