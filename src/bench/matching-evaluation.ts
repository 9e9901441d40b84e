/** How good the matching engine is on labelled files. The truth is read only to count; decisions do not depend on it. */
import { dedupeRecords, type DuplicatePair } from '../domains/identities/dedupe-records.rules';
import type { IdentityRecord, MatchOutcome } from '../domains/identities/identities.types';
import { matchIdentities } from '../domains/identities/match-identities.rules';

/** `accounts,auto_links,…` as `npm run evaluate:matching` prints them; null where there is nothing to divide by, or no truth. */
export interface LinkageFigures {
  accounts: number;
  auto_links: number;
  true_auto_links: number | null;
  false_auto_links: number | null;
  recall: number | null;
  suggested_top1: number | null;
  seconds: number;
  peak_rss_mb: number;
}

export interface DedupeFigures {
  records: number;
  /** Pairs at the threshold or above. */
  pairs: number;
  true_pairs: number | null;
  threshold: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  false_at_p90: number | null;
  seconds: number;
  peak_rss_mb: number;
}

const THRESHOLD = 0.5;
const SURE = 0.9;

/** A cold start: nothing is remembered, no model is kept, and no first run is held. `auto` would be linked without a human. */
export function evaluateLinkage(
  people: readonly IdentityRecord[],
  accounts: readonly IdentityRecord[],
  truth?: ReadonlyMap<string, string>,
): { figures: LinkageFigures; outcome: MatchOutcome } {
  const began = performance.now();
  const outcome = matchIdentities({ people, accounts, options: { firstRunHold: false } });
  const seconds = (performance.now() - began) / 1000;
  const known = new Set(people.map(({ id }) => id));
  const personOf = (accountId: string): string => {
    const person = truth?.get(accountId) ?? '';
    return known.has(person) ? person : '';
  };
  const auto = outcome.accounts.filter(({ decision }) => decision === 'auto');
  const isRight = ({ accountId, candidates }: MatchOutcome['accounts'][number]): boolean =>
    candidates[0] !== undefined && candidates[0].personId === personOf(accountId);
  const right = auto.filter(isRight).length;
  const withPerson = accounts.filter(({ id }) => personOf(id) !== '').length;
  const counted = (count: number): number | null => (truth === undefined ? null : count);
  const figures = {
    accounts: accounts.length,
    auto_links: auto.length,
    true_auto_links: counted(right),
    false_auto_links: counted(auto.length - right),
    recall: ratio(right, withPerson),
    suggested_top1: ratio(outcome.accounts.filter(isRight).length, withPerson),
    seconds,
    peak_rss_mb: peakMegabytes(),
  };
  return { figures, outcome };
}

/** @param truth id -> cluster */
export function evaluateDedupe(
  records: readonly IdentityRecord[],
  truth?: ReadonlyMap<string, string>,
): { figures: DedupeFigures; pairs: DuplicatePair[] } {
  const began = performance.now();
  const pairs = dedupeRecords(records);
  const seconds = (performance.now() - began) / 1000;
  const isTrue = ({ idA, idB }: DuplicatePair): boolean =>
    truth?.get(idA) !== undefined && truth.get(idA) === truth.get(idB);
  const found = pairs.filter(({ probability }) => probability >= THRESHOLD);
  const right = found.filter(isTrue).length;
  const truePairs = countTruePairs(records, truth);
  const precision = truth === undefined ? null : ratio(right, found.length);
  const recall = ratio(right, truePairs);
  const figures = {
    records: records.length,
    pairs: found.length,
    true_pairs: truth === undefined ? null : truePairs,
    threshold: THRESHOLD,
    precision,
    recall,
    f1: truth === undefined ? null : ratio(2 * right, found.length + truePairs),
    false_at_p90: truth === undefined ? null : pairs.filter((pair) => pair.probability >= SURE && !isTrue(pair)).length,
    seconds,
    peak_rss_mb: peakMegabytes(),
  };
  return { figures, pairs };
}

function countTruePairs(records: readonly IdentityRecord[], truth: ReadonlyMap<string, string> = new Map()): number {
  const sizes = new Map<string, number>();
  for (const { id } of records) {
    const cluster = truth.get(id);
    if (cluster !== undefined) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  }
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Of the whole process since it began. */
function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
