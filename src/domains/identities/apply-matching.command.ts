/** Runs the engine over the accounts of a connection and stores what it decided. */
import { besideOthers } from '../../platform/beside-others';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { newId } from '../../shared/ids';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { MatchedAccount } from './external-accounts.types';
import type { AccountOutcome, MatchOutcome } from './identities.types';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { linkAccounts } from './link-accounts.command';
import { loadMatchingInput } from './load-matching-input.query';
import { matchInSteps } from './match-identities.rules';
import { factsOf, groupByAccount, isSame, suggestionsOf, type SuggestionFacts } from './suggestion-rows.rules';

/** Accounts of which outcomes are stored together. */
const STORED_AT_ONCE = 500;

export interface MatchingCounts {
  linked: number;
  suggested: number;
  new: number;
  /** Accounts of which nothing was written. */
  unchanged: number;
  /** Why links wait for one confirmation; they are suggestions then, decided by `certain`. */
  hold: MatchOutcome['hold'];
}

/**
 * Decides about every account that is neither linked nor ignored, obeying what people decided before. Makes no person. Idempotent:
 * with the same data the second call writes nothing.
 */
export async function applyMatching(
  uow: UnitOfWork,
  { connectionId, runId }: { connectionId: string; runId: string | null },
): Promise<MatchingCounts> {
  const accounts = await new ExternalAccountRepository(uow.trx, uow.organizationId).lockOfConnection(connectionId);
  const open = new Map(accounts.filter(({ state }) => state !== 'linked').map((account) => [account.id, account]));
  if (open.size === 0) return { linked: 0, suggested: 0, new: 0, unchanged: accounts.length, hold: null };
  const outcome = await besideOthers(matchInSteps(await loadMatchingInput(uow, connectionId, accounts)));
  const outcomes = outcome.accounts.filter(({ accountId }) => open.has(accountId));
  const { hold } = outcome;
  const counts = { linked: 0, suggested: 0, new: 0 };
  for (let from = 0; from < outcomes.length; from += STORED_AT_ONCE) {
    const lot = outcomes.slice(from, from + STORED_AT_ONCE);
    const linkedIds = hold === null ? await linkCertain(uow, lot, { runId, outcome }) : new Set<string>();
    const left = lot.filter(({ accountId }) => !linkedIds.has(accountId));
    counts.linked += linkedIds.size;
    const written = await storeSuggestions(uow, left, { open, version: outcome.model.version });
    for (const state of written.values()) counts[state] += 1;
  }
  const unchanged = accounts.length - counts.linked - counts.suggested - counts.new;
  return { ...counts, unchanged, hold };
}

/** A link the database refuses, because the person got another account meanwhile, stays a suggestion. */
async function linkCertain(
  uow: UnitOfWork,
  outcomes: readonly AccountOutcome[],
  { runId, outcome }: { runId: string | null; outcome: MatchOutcome },
): Promise<Set<string>> {
  const certain = outcomes.flatMap((one) => {
    const [candidate] = one.candidates;
    if (one.decision !== 'auto' || candidate === undefined) return [];
    const suggestion = factsOf(candidate, one, outcome.model.version);
    const { accountId } = one;
    return [{ accountId, personId: candidate.personId, reason: null, runId, suggestion, method: 'automatic' as const }];
  });
  const results = await linkAccounts(uow, certain);
  const linked = new Set<string>();
  for (const [index, { accountId }] of certain.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    if ('account' in result) linked.add(accountId);
    else if (result.problem.code !== 'overlapping_span') throw result.problem;
  }
  return linked;
}

/** The new state of each account of which something was written. */
async function storeSuggestions(
  uow: UnitOfWork,
  outcomes: readonly AccountOutcome[],
  { open, version }: { open: ReadonlyMap<string, MatchedAccount>; version: string },
): Promise<Map<string, 'suggested' | 'new'>> {
  const place = [uow.trx, uow.organizationId] as const;
  const repository = new IdentitySuggestionRepository(...place);
  const stored = groupByAccount(await repository.ofAccounts(outcomes.map(({ accountId }) => accountId)));
  const written = new Map<string, 'suggested' | 'new'>();
  const rows: SuggestionFacts[] = [];
  for (const outcome of outcomes) {
    const wanted = suggestionsOf(outcome, version);
    const state = wanted.length === 0 ? 'new' : 'suggested';
    const isKept = isSame(stored.get(outcome.accountId) ?? [], wanted);
    if (isKept && open.get(outcome.accountId)?.state === state) continue;
    written.set(outcome.accountId, state);
    rows.push(...wanted);
  }
  await repository.deleteOfAccounts([...written.keys()]);
  await repository.insert(rows.map((row) => ({ ...row, id: newId(), created_at: uow.now })));
  const accounts = new ExternalAccountRepository(...place);
  for (const state of ['suggested', 'new'] as const) {
    const ids = [...written].filter(([id, to]) => to === state && open.get(id)?.state !== state).map(([id]) => id);
    await accounts.setState(ids, state);
  }
  return written;
}
