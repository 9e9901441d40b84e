/** Which of many links cannot be made, with what is known before anything is written. */
import { DomainError, referenceNotFound } from '../../shared/domain-error';
import type { ExternalAccount, StoredSuggestion } from './external-accounts.types';

export interface LinkRequest {
  accountId: string;
  personId: string;
  reason: string | null;
  method: 'automatic' | 'manual' | 'created';
  runId?: string | null;
  /** What the engine thinks of the pair now; without it, what it last suggested. */
  suggestion?: Pick<StoredSuggestion, 'score' | 'total_bits' | 'model_version' | 'features'>;
}

type Span = Pick<ExternalAccount, 'activeFrom' | 'activeTo'>;
type Linked = Span & Pick<ExternalAccount, 'id' | 'provider' | 'personId'>;

/** Before and after any date. */
const EVER = { from: '0000-01-01', to: '9999-12-31' };

/**
 * Null, or the refusal, for each request in order; an earlier request of the same list holds its person for its account's time.
 * @example two accounts of Payfit without dates for one person: null, overlapping_span
 */
export function refusalsOf(
  requests: readonly LinkRequest[],
  known: {
    stored: ReadonlyMap<string, ExternalAccount>;
    people: ReadonlySet<string>;
    /** Accounts tied to these people. */
    linked: readonly Linked[];
  },
): (DomainError | null)[] {
  const holding = new Map<string, Linked[]>();
  const hold = (account: Linked, personId: string): void => {
    holding.set(personId, [...(holding.get(personId) ?? []), account]);
  };
  for (const account of known.linked) hold(account, account.personId ?? '');
  const taken = new Map<string, string>();
  return requests.map(({ accountId, personId }) => {
    const account = known.stored.get(accountId);
    if (account === undefined) return new DomainError('not_found', 'There is no such external account.');
    if (!known.people.has(personId)) return referenceNotFound('/person_id');
    const owner = taken.get(accountId) ?? account.personId;
    if (owner === personId) return null;
    if (owner !== null) {
      const why = 'The account is linked to somebody else; unlink it first.';
      return new DomainError('conflict', why, { person_id: owner });
    }
    const others = holding.get(personId) ?? [];
    if (others.some((other) => other.provider === account.provider && overlaps(other, account))) {
      return new DomainError('overlapping_span', 'This person has another account of the provider in that time.');
    }
    taken.set(accountId, personId);
    hold(account, personId);
    return null;
  });
}

function overlaps(one: Span, other: Span): boolean {
  const from = (span: Span): string => span.activeFrom ?? EVER.from;
  const to = (span: Span): string => span.activeTo ?? EVER.to;
  return from(one) <= to(other) && from(other) <= to(one);
}
