/** A run of compared and scored pairs, with what is remembered about them: what the decisions are taken from. */
import type { ComparedFiles } from './compared-files.rules';
import type { ExistingLink, MatchInput } from './identities.types';
import type { MatchingModel } from './matching-model.types';
import { PairWeights } from './pair-weights.rules';
import { rangeOf, rangesOverlap, NO_DAY, type DayRange } from './prepared-records.rules';
import { isIsoDate, toEpochDay } from '../../shared/calendar-dates';
import { inLots, type InSteps } from '../../shared/in-steps';

/** Pairs below this many bits compete with nobody: an automatic link has 10 at least, and a margin of 5. */
const COMPETING_BITS = 0;
/** Pairs that are weighed between two breaks. */
const PAIRS_AT_ONCE = 4_096;
/** Bits that must have come since a pair was rejected for it to be suggested again. */
export const NEW_EVIDENCE_BITS = 5;

/** An account that holds a person, by link or by a confirmed decision. */
export interface Holding {
  account: string;
  origin: ExistingLink['origin'] | 'confirmed';
  person: number;
  range: DayRange;
}

export interface ScoredRun {
  files: ComparedFiles;
  model: MatchingModel;
  weights: PairWeights;
  /** W by pair; -Infinity for a pair that was rejected and has no new evidence. */
  totals: Float64Array;
  /** By account id. */
  holdingOf: ReadonlyMap<string, Holding>;
  /** By person. */
  holdingsOf: ReadonlyMap<number, readonly Holding[]>;
  /** `account|person` -> bits when it was rejected. */
  rejectedBits: ReadonlyMap<string, number>;
  /** By person: the pairs that compete for it. */
  pairsOfPerson: ReadonlyMap<number, readonly number[]>;
}

export function* scoreRun(files: ComparedFiles, input: MatchInput, model: MatchingModel): InSteps<ScoredRun> {
  const weights = new PairWeights(model, files.shares, files.left);
  const { store } = files;
  const rejectedBits = rejections(input);
  const totals = new Float64Array(store.size);
  const { holdingOf, holdingsOf } = holdings(files, input);
  yield* inLots(store.size, PAIRS_AT_ONCE, (from, to) => {
    for (let pair = from; pair < to; pair += 1) {
      const { total } = weights.score(store, pair);
      const ids = {
        account: files.left.ids[store.left[pair] ?? 0] ?? '',
        person: files.right.ids[store.right[pair] ?? 0] ?? '',
      };
      totals[pair] = staysAway(rejectedBits, ids, total) ? -Infinity : total;
    }
  });
  return {
    files,
    model,
    weights,
    totals,
    holdingOf,
    holdingsOf,
    rejectedBits,
    pairsOfPerson: competing(files, totals, holdingOf),
  };
}

/** @example rejectionKey('a1', 'p1') */
export function rejectionKey(accountId: string, personId: string): string {
  return JSON.stringify([accountId, personId]);
}

/** True when another account holds the person in the time of this one. */
export function isTaken(run: ScoredRun, person: number, account: { id: string; range: DayRange }): boolean {
  const others = run.holdingsOf.get(person) ?? [];
  return others.some((holding) => holding.account !== account.id && rangesOverlap(holding.range, account.range));
}

function rejections({ decisions = [] }: MatchInput): Map<string, number> {
  const rejected = decisions.filter(({ verdict }) => verdict === 'rejected');
  return new Map(rejected.map(({ accountId, personId, bits }) => [rejectionKey(accountId, personId), bits]));
}

/** True for a pair that was rejected, until there is new evidence. */
export function staysAway(
  rejectedBits: ScoredRun['rejectedBits'],
  { account, person }: { account: string; person: string },
  total: number,
): boolean {
  if (rejectedBits.size === 0) return false;
  const bits = rejectedBits.get(rejectionKey(account, person));
  return bits !== undefined && total < bits + NEW_EVIDENCE_BITS;
}

/** Links, and confirmed pairs of accounts without a link; those with a person who is not there hold nobody. */
function holdings(
  { left, right }: ComparedFiles,
  { links = [], decisions = [] }: MatchInput,
): Pick<ScoredRun, 'holdingOf' | 'holdingsOf'> {
  const personOf = new Map(right.ids.map((id, index) => [id, index]));
  const rangeOfAccount = new Map(left.ids.map((id, index) => [id, rangeOf(left, index)]));
  const open: DayRange = { start: NO_DAY, end: NO_DAY };
  const holdingOf = new Map<string, Holding>();
  const holdingsOf = new Map<number, Holding[]>();
  const hold = (accountId: string, personId: string, rest: Pick<Holding, 'origin' | 'range'>): void => {
    const person = personOf.get(personId);
    if (person === undefined) return;
    const holding = { account: accountId, person, ...rest };
    holdingOf.set(accountId, holding);
    holdingsOf.set(person, [...(holdingsOf.get(person) ?? []), holding]);
  };
  for (const { accountId, personId, origin, startDate, endDate } of links) {
    hold(accountId, personId, { origin, range: { start: dayOf(startDate), end: dayOf(endDate) } });
  }
  for (const { accountId, personId, verdict } of decisions) {
    if (verdict !== 'confirmed' || holdingOf.has(accountId)) continue;
    hold(accountId, personId, { origin: 'confirmed', range: rangeOfAccount.get(accountId) ?? open });
  }
  return { holdingOf, holdingsOf };
}

function dayOf(date: string | null | undefined): number {
  return date !== null && date !== undefined && isIsoDate(date) ? toEpochDay(date) : NO_DAY;
}

function competing(
  { store, left }: ComparedFiles,
  totals: Float64Array,
  holdingOf: ReadonlyMap<string, Holding>,
): Map<number, number[]> {
  const pairs = new Map<number, number[]>();
  for (let pair = 0; pair < store.size; pair += 1) {
    if ((totals[pair] ?? -Infinity) < COMPETING_BITS) continue;
    if (holdingOf.size > 0 && holdingOf.has(left.ids[store.left[pair] ?? 0] ?? '')) continue;
    const person = store.right[pair] ?? 0;
    const others = pairs.get(person);
    if (others === undefined) pairs.set(person, [pair]);
    else others.push(pair);
  }
  return pairs;
}
