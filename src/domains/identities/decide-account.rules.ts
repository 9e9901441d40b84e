/**
 * What becomes of one account: linked, suggested or new. Example: a pair with equal organisation mailbox, equal birth date and
 * equal names among 1,000 people is linked; without the mailbox and the birth date it is suggested.
 */
import { evidenceOf, SUPPORTING_BITS } from './evidence.rules';
import type { AccountOutcome, Candidate, Decisive, WouldMakeCertain } from './identities.types';
import { EMAIL, FIELD, FIELD_COUNT, MISSING, NAME } from './match-fields.rules';
import type { PairStore } from './pair-store.rules';
import type { PairWeights } from './pair-weights.rules';
import { rangesOverlap, rangeOf, type DayRange, type PreparedRecords } from './prepared-records.rules';
import { isTaken, rejectionKey, type ScoredRun } from './scored-run.rules';
import { vetoesOf } from './vetoes.rules';

export const MARGIN_BITS = 5;
export const SUGGESTED_PROBABILITY = 0.1;
const MOST_SUGGESTIONS = 3;

/** The pairs of one account. */
export interface AccountPairs {
  accountId: string;
  range: DayRange;
  accounts: PreparedRecords;
  store: PairStore;
  weights: PairWeights;
  /** In any order. */
  pairs: readonly number[];
  totalOf: (pair: number) => number;
}

/** @param mayBeAssigned whether the best assignment of all accounts gives this account the person of the pair */
export function decideAccount(
  run: ScoredRun,
  account: AccountPairs,
  mayBeAssigned: (pair: number) => boolean,
): AccountOutcome {
  const { accountId, totalOf } = account;
  const ranked = account.pairs
    .filter((pair) => totalOf(pair) > -Infinity)
    .sort((a, b) => totalOf(b) - totalOf(a) || (account.store.right[a] ?? 0) - (account.store.right[b] ?? 0));
  const candidate = (place: number): Candidate | null => candidateAt(run, account, { ranked, place });
  const first = candidate(0);
  const empty = { accountId, wouldMakeCertain: [], reexamine: false };
  if (first === null || first.probability < SUGGESTED_PROBABILITY) {
    return { ...empty, decision: 'new', decisive: 'nobody_is_likely', candidates: [], nearestRejected: first };
  }
  const [pair = 0] = ranked;
  const decisive = judge(first, account, pair) ?? compete(run, account, { first, pair, mayBeAssigned }) ?? 'certain';
  if (decisive === 'certain') {
    return { ...empty, decision: 'auto', decisive, candidates: [first], nearestRejected: null };
  }
  const others = ranked.slice(1, MOST_SUGGESTIONS).map((_, index) => candidate(index + 1));
  const likely = others.filter((other) => other !== null && other.probability >= SUGGESTED_PROBABILITY);
  return {
    ...empty,
    decision: 'suggest',
    decisive,
    candidates: [first, ...likely.filter((other) => other !== null)],
    wouldMakeCertain: completions(first, account, pair),
    nearestRejected: null,
  };
}

/** What stands against an automatic link in the pair itself; null when nothing does. */
export function judge(
  { vetoes, evidence, cappedBits }: Pick<Candidate, 'vetoes' | 'evidence' | 'cappedBits'>,
  { store, weights }: Pick<AccountPairs, 'store' | 'weights'>,
  pair: number,
): Decisive | null {
  if (vetoes.length > 0) return 'veto';
  if (!namesAgree(store, pair)) return 'names_do_not_agree';
  if (!hasEqualIdentifier(store, pair)) return 'no_equal_identifier';
  if (evidence.filter(({ bits }) => bits >= SUPPORTING_BITS).length < 2) return 'one_kind_of_evidence_only';
  return cappedBits < weights.certainBits ? 'not_certain_enough' : null;
}

export function candidateOf(
  run: ScoredRun,
  account: Omit<AccountPairs, 'pairs' | 'totalOf'>,
  { pair, rank, marginBits }: { pair: number; rank: number; marginBits: number | null },
): Candidate {
  const { store, weights, accountId, range } = account;
  const { files } = run;
  const score = weights.score(store, pair);
  const { total, capped } = score;
  const person = store.right[pair] ?? 0;
  const personId = files.right.ids[person] ?? '';
  const isRejected = run.rejectedBits.has(rejectionKey(accountId, personId));
  return {
    personId,
    rank,
    totalBits: total,
    priorBits: weights.priorBits,
    cappedBits: capped,
    probability: 1 / (1 + 2 ** -total),
    cappedProbability: 1 / (1 + 2 ** -capped),
    marginBits,
    evidence: evidenceOf(score, store, pair),
    vetoes: vetoesOf({
      accounts: account.accounts,
      people: files.right,
      vocabulary: files.vocabulary,
      store,
      pair,
      isTaken: isTaken(run, person, { id: accountId, range }),
      isRejected,
    }),
  };
}

function candidateAt(
  run: ScoredRun,
  account: AccountPairs,
  { ranked, place }: { ranked: readonly number[]; place: number },
): Candidate | null {
  const pair = ranked[place];
  if (pair === undefined) return null;
  const next = ranked[place + 1];
  const marginBits = next === undefined ? null : account.totalOf(pair) - account.totalOf(next);
  return candidateOf(run, account, { pair, rank: place + 1, marginBits });
}

/** What stands against it in other pairs. */
function compete(
  run: ScoredRun,
  { accountId, range, totalOf, store: ownStore }: AccountPairs,
  { first, pair, mayBeAssigned }: { first: Candidate; pair: number; mayBeAssigned: (pair: number) => boolean },
): Decisive | null {
  if (first.marginBits !== null && first.marginBits < MARGIN_BITS) return 'too_close_to_another_person';
  const { left, store } = run.files;
  const rivals = run.pairsOfPerson.get(ownStore.right[pair] ?? -1) ?? [];
  const needed = totalOf(pair) - MARGIN_BITS;
  const isClose = rivals.some((rival) => {
    const other = store.left[rival] ?? 0;
    if (left.ids[other] === accountId || (run.totals[rival] ?? -Infinity) <= needed) return false;
    return rangesOverlap(rangeOf(left, other), range);
  });
  return isClose || !mayBeAssigned(pair) ? 'another_account_is_as_close' : null;
}

function levelOf(store: PairStore, pair: number, field: number): number {
  return store.levels[pair * FIELD_COUNT + field] ?? MISSING;
}

/** No part differs or is only slightly similar, and one is there. */
function namesAgree(store: PairStore, pair: number): boolean {
  const levels = [levelOf(store, pair, FIELD.given), levelOf(store, pair, FIELD.surname)];
  const present = levels.filter((level) => level !== MISSING);
  return present.length > 0 && present.every((level) => level <= NAME.swapped);
}

function hasEqualIdentifier(store: PairStore, pair: number): boolean {
  if (levelOf(store, pair, FIELD.email) <= EMAIL.other) return true;
  return [FIELD.matricule, FIELD.phone, FIELD.birthDate].some((field) => levelOf(store, pair, field) === 0);
}

/** Nothing to compare yet, but for a mailbox that is made of the other side's name. */
function isOpen(store: PairStore, pair: number, field: number): boolean {
  const level = levelOf(store, pair, field);
  return level === MISSING || (field === FIELD.email && level === EMAIL.madeFromName);
}

/** Missing evidence that, equal, would be enough together with what is there. */
function completions(first: Candidate, { store, weights }: AccountPairs, pair: number): WouldMakeCertain[] {
  if (first.vetoes.length > 0) return [];
  const ways: [WouldMakeCertain, number, number][] = [
    ['equal_email', FIELD.email, EMAIL.organization],
    ['equal_matricule', FIELD.matricule, 0],
    ['equal_phone', FIELD.phone, 0],
    ['equal_birth_date', FIELD.birthDate, 0],
  ];
  const margin = first.marginBits ?? Infinity;
  const names = namesAgree(store, pair);
  const supporting = first.evidence.filter(({ bits }) => bits >= SUPPORTING_BITS).length;
  const found = ways.filter(([, field, level]) => {
    if (!names || supporting < 1 || !isOpen(store, pair, field)) return false;
    const bits = Math.min(weights.capBits, weights.bitsOf(field, level));
    return first.cappedBits + bits >= weights.certainBits && margin + bits >= MARGIN_BITS;
  });
  const areNamesMissing =
    levelOf(store, pair, FIELD.given) === MISSING && levelOf(store, pair, FIELD.surname) === MISSING;
  const byNames =
    areNamesMissing && hasEqualIdentifier(store, pair) && first.cappedBits + weights.capBits >= weights.certainBits;
  return [...found.map(([way]) => way), ...(byNames ? (['names'] as const) : [])];
}
