/**
 * One run of the matching engine (Fellegi-Sunter with capped groups): prepared once, then asked for all accounts or for one more.
 * Example: `toEnd(toEnd(prepareMatching({ people, accounts, options: { firstRunHold: true } })).matchAll())`.
 */
import { bestAssignment, type WeightedEdge } from './best-assignment.rules';
import { compareFiles, type ComparedFiles } from './compared-files.rules';
import { candidateOf, decideAccount, judge, type AccountPairs } from './decide-account.rules';
import type { AccountOutcome, IdentityRecord, MatchInput, MatchOutcome } from './identities.types';
import { learnedModel } from './learned-model.rules';
import { followManagers } from './superior-links.rules';
import { trainModel } from './model-training.rules';
import { PairStore } from './pair-store.rules';
import { withoutGenericValues } from './generic-values.rules';
import { PairWeights } from './pair-weights.rules';
import { prepareRecords, rangeOf, rangesOverlap, type PreparedRecords } from './prepared-records.rules';
import { scoreRun, staysAway, type Holding, type ScoredRun } from './scored-run.rules';
import { NONE, type NumberLists } from './value-table.rules';
import { inLots, toEnd, type InSteps } from '../../shared/in-steps';

const LINKS_HELD_ON_A_FIRST_RUN = 50;
const UNUSUAL_SHARE = 0.2;
/** A margin over such a pair is as good as one over none: 5 bits less than what can be suggested. */
const HOPELESS_BITS = -8.5;
/** Accounts that are decided between two breaks. */
const ACCOUNTS_AT_ONCE = 64;

export interface PreparedMatching {
  matchAll: () => InSteps<MatchOutcome>;
  /** An account that is not among the prepared ones, by the same rules; accounts that are not linked yet compete with it. */
  matchOne: (account: IdentityRecord) => AccountOutcome;
}

/** @throws Error when two people or two accounts have one id */
export function* prepareMatching(input: MatchInput): InSteps<PreparedMatching> {
  const files = yield* compareFiles(input.people, input.accounts);
  const trained = input.options.model ?? (yield* trainModel(files));
  const model = learnedModel(files, trained, input.options.lessons ?? []);
  const first = yield* scoreRun(files, input, model);
  const isChanged = yield* followManagers(files, () => decideAll(first));
  const run = isChanged ? yield* scoreRun(files, input, model) : first;
  return {
    *matchAll() {
      const accounts = yield* decideAll(run);
      return { accounts, hold: holdOf(accounts, input), model };
    },
    matchOne: (account) => matchOne(run, account),
  };
}

/** By the order of account ids. */
function* decideAll(run: ScoredRun): InSteps<AccountOutcome[]> {
  const assigned = assignedPairs(run);
  yield;
  const { ids } = run.files.left;
  const outcomes: AccountOutcome[] = [];
  yield* inLots(ids.length, ACCOUNTS_AT_ONCE, (from, to) => {
    for (const [place, accountId] of ids.slice(from, to).entries()) {
      const holding = run.holdingOf.get(accountId);
      const pairs = pairsOf(run, from + place);
      outcomes.push(
        holding === undefined
          ? decideAccount(run, pairs, (pair) => assigned.has(pair))
          : keep(run, pairs, { index: from + place, holding }),
      );
    }
  });
  return outcomes;
}

function pairsOf({ files, weights, totals }: ScoredRun, index: number): AccountPairs {
  const { left, store, firstPair } = files;
  const from = firstPair[index] ?? 0;
  const to = firstPair[index + 1] ?? from;
  return {
    accountId: left.ids[index] ?? '',
    range: rangeOf(left, index),
    accounts: left,
    store,
    weights,
    pairs: worthRanking(totals, from, to),
    totalOf: (pair) => totals[pair] ?? -Infinity,
  };
}

/** The likeliest pair, and all that are not hopeless beside it. */
function worthRanking(totals: Float64Array, from: number, to: number): number[] {
  let best = -Infinity;
  for (let pair = from; pair < to; pair += 1) best = Math.max(best, totals[pair] ?? best);
  const least = Math.min(best, HOPELESS_BITS);
  const pairs: number[] = [];
  for (let pair = from; pair < to; pair += 1) if ((totals[pair] ?? -Infinity) >= least) pairs.push(pair);
  return pairs;
}

/** The pairs of the best assignment. Accounts of one person that never overlap do not compete: each lot of them has its own place. */
function assignedPairs(run: ScoredRun): Set<number> {
  const { store } = run.files;
  const pairOf = new Map<WeightedEdge, number>();
  let place = 0;
  for (const [, pairs] of [...run.pairsOfPerson].sort(([a], [b]) => a - b)) {
    const likely = pairs.filter((pair) => (run.totals[pair] ?? 0) > 0);
    for (const lot of overlappingLots(run, likely)) {
      for (const pair of lot)
        pairOf.set({ left: store.left[pair] ?? 0, right: place, weight: run.totals[pair] ?? 0 }, pair);
      place += 1;
    }
  }
  return new Set([...bestAssignment([...pairOf.keys()])].map((edge) => pairOf.get(edge) ?? -1));
}

function overlappingLots({ files: { left, store } }: ScoredRun, pairs: readonly number[]): number[][] {
  let lots: number[][] = [];
  for (const pair of pairs) {
    const range = rangeOf(left, store.left[pair] ?? 0);
    const touches = (lot: readonly number[]): boolean =>
      lot.some((other) => rangesOverlap(rangeOf(left, store.left[other] ?? 0), range));
    const joined = lots.filter(touches);
    lots = [...lots.filter((lot) => !joined.includes(lot)), [...joined.flat(), pair]];
  }
  return lots;
}

/** An account that has its person: what the evidence says today, and whether an automatic link still stands on it. */
function keep(
  run: ScoredRun,
  account: AccountPairs,
  { index, holding }: { index: number; holding: Holding },
): AccountOutcome {
  const { files, weights } = run;
  const { person, origin } = holding;
  const store = new PairStore(1);
  const pair = store.add(index, person, 0);
  files.comparison.compare({
    left: { records: files.left, index },
    right: { records: files.right, index: person },
    store,
    pair,
  });
  const candidate = candidateOf(run, { ...account, store, weights }, { pair, rank: 1, marginBits: null });
  return {
    accountId: account.accountId,
    decision: 'auto',
    decisive: origin === 'confirmed' ? 'confirmed_before' : 'linked_already',
    candidates: [candidate],
    wouldMakeCertain: [],
    nearestRejected: null,
    reexamine: origin === 'automatic' && judge(candidate, { store, weights }, pair) !== null,
  };
}

function holdOf(accounts: readonly AccountOutcome[], { options, links = [] }: MatchInput): MatchOutcome['hold'] {
  if (!options.firstRunHold) return null;
  const fresh = accounts.filter(({ decisive }) => decisive === 'certain').length;
  if (options.previousLinks === undefined) return fresh > LINKS_HELD_ON_A_FIRST_RUN ? 'first_run' : null;
  const change = Math.abs(links.length + fresh - options.previousLinks);
  return change > UNUSUAL_SHARE * options.previousLinks && fresh > 0 ? 'unusual_count' : null;
}

function matchOne(run: ScoredRun, account: IdentityRecord): AccountOutcome {
  const { files } = run;
  const records = withoutGenerics(files, account);
  const store = new PairStore(16);
  const { people, keys } = files.peopleByKey.candidatesOf(records, 0);
  for (const [place, person] of people.entries()) {
    const pair = store.add(0, person, keys[place] ?? 0);
    files.comparison.compare({
      left: { records, index: 0 },
      right: { records: files.right, index: person },
      store,
      pair,
    });
  }
  const weights = new PairWeights(run.model, files.shares, records);
  const totals = Float64Array.from({ length: store.size }, (_, pair) => {
    const { total } = weights.score(store, pair);
    const person = files.right.ids[store.right[pair] ?? 0] ?? '';
    return staysAway(run.rejectedBits, { account: account.id, person }, total) ? -Infinity : total;
  });
  const pairs = {
    accountId: account.id,
    range: rangeOf(records, 0),
    accounts: records,
    store,
    weights,
    pairs: [...totals.keys()],
    totalOf: (pair: number) => totals[pair] ?? -Infinity,
  };
  return decideAccount(run, pairs, () => true);
}

/** Values that name nobody, and those of another account at the same time, say nothing about this one either. */
function withoutGenerics(
  { vocabulary, generic, left, managerKey }: ComparedFiles,
  account: IdentityRecord,
): PreparedRecords {
  const records = toEnd(prepareRecords([account], vocabulary, managerKey));
  const range = rangeOf(records, 0);
  const isOther = (index: number): boolean =>
    left.ids[index] !== account.id && rangesOverlap(rangeOf(left, index), range);
  const isHeld = (column: Int32Array, number: number): boolean =>
    number !== NONE && column.some((other, index) => other === number && isOther(index));
  const isHeldMailbox = (number: number): boolean =>
    left.mailboxes.items.some((other, at) => other === number && isOther(ownerAt(left.mailboxes, at)));
  const { phone, matricule } = records.columns;
  return withoutGenericValues(records, {
    phones: new Set([...generic.phones, ...phone.filter((number) => isHeld(left.columns.phone, number))]),
    matricules: new Set([
      ...generic.matricules,
      ...matricule.filter((number) => isHeld(left.columns.matricule, number)),
    ]),
    mailboxes: new Set([...generic.mailboxes, ...records.mailboxes.items.filter(isHeldMailbox)]),
  });
}

function ownerAt({ starts }: NumberLists, at: number): number {
  return starts.findLastIndex((start) => start <= at);
}
