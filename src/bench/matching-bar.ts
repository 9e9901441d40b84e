/** What the matching engine is held to, measured on made-up populations: links, suggestions, time and memory. */
import type { AccountOutcome, IdentityRecord, MatchOutcome } from '../domains/identities/identities.types';
import { matchIdentities, matchInSteps } from '../domains/identities/match-identities.rules';
import { prepareMatching } from '../domains/identities/prepare-matching.rules';
import { equalIdentifiers } from './equal-identifiers';
import { makeAdversaries } from './matching-adversaries';
import { makePopulation, type Population } from './matching-population';
import { timesOf, type Times } from './percentiles';
import { toEnd, type InSteps } from '../shared/in-steps';

export interface GeneratedFigures {
  accounts: number;
  autoLinks: number;
  falseAutoLinks: number;
  /** Automatic links among the accounts with a person with whom they share two identifiers. */
  recallWithTwoIdentifiers: number;
  /** Accounts whose person is in the first place, among those that have one. */
  rightInFirstPlace: number;
}

export interface SizedRun {
  fields: 'names and birth date' | 'all fields';
  people: number;
  accounts: number;
  /** Normalise, block, compare, train and decide; best of the rounds. */
  seconds: number;
  /** The longest time for which nothing else had its turn, of all rounds. */
  longestStepMs: number;
  /** Of the process so far. */
  peakRssMb: number;
}

const options = { firstRunHold: false };
const SHARES_OF_STRANGERS = [0.05, 0.1, 0.15, 0.2, 0.25];

/** @param seeds one population each, 5 to 25 % of its accounts without a person */
export function measureGenerated({ seeds, people }: { seeds: number; people: number }): GeneratedFigures {
  const sums = { accounts: 0, auto: 0, falseAuto: 0, withTwo: 0, autoWithTwo: 0, withPerson: 0, first: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const strangers = SHARES_OF_STRANGERS[seed % SHARES_OF_STRANGERS.length] ?? 0;
    const population = makePopulation({ seed: seed * 1_000, people, strangers });
    const outcome = matchIdentities({ ...population, options });
    const withTwo = sharingTwo(population);
    for (const account of outcome.accounts) {
      const person = population.truth.get(account.accountId) ?? '';
      const isAuto = account.decision === 'auto';
      const isFirst = person !== '' && account.candidates[0]?.personId === person;
      sums.accounts += 1;
      sums.auto += Number(isAuto);
      sums.falseAuto += Number(isAuto && !isFirst);
      sums.withPerson += Number(person !== '');
      sums.first += Number(isFirst);
      sums.withTwo += Number(withTwo.has(account.accountId));
      sums.autoWithTwo += Number(isAuto && isFirst && withTwo.has(account.accountId));
    }
  }
  return {
    accounts: sums.accounts,
    autoLinks: sums.auto,
    falseAutoLinks: sums.falseAuto,
    recallWithTwoIdentifiers: sums.autoWithTwo / sums.withTwo,
    rightInFirstPlace: sums.first / sums.withPerson,
  };
}

/** Automatic links among accounts that agree with a person on one identifier and nothing else; every one is false. */
export function measureAdversaries({ seeds, people }: { seeds: number; people: number }): {
  accounts: number;
  autoLinks: number;
} {
  const sums = { accounts: 0, autoLinks: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [victims, strangers] = [seed, -seed].map((each) => makePopulation({ seed: each * 77, people, strangers: 0 }));
    if (victims === undefined || strangers === undefined) break;
    const outcome = matchIdentities({ ...makeAdversaries(victims, strangers, seed), options });
    sums.accounts += outcome.accounts.length;
    sums.autoLinks += countAuto(outcome);
  }
  return sums;
}

/** As many accounts as people. */
export function measureRun(
  size: number,
  { onlyNamesAndBirth, rounds }: { onlyNamesAndBirth: boolean; rounds: number },
): SizedRun {
  const population = makePopulation({ seed: 5, people: size, strangers: 0.1 });
  const cut = (records: readonly IdentityRecord[]): IdentityRecord[] =>
    onlyNamesAndBirth ? records.map(namesAndBirth) : [...records];
  const input = { people: cut(population.people), accounts: cut(population.accounts.slice(0, size)), options };
  const longest: number[] = [];
  const seconds = Array.from({ length: rounds }, () => {
    const began = performance.now();
    longest.push(longestStep(matchInSteps(input)));
    return (performance.now() - began) / 1000;
  });
  return {
    fields: onlyNamesAndBirth ? 'names and birth date' : 'all fields',
    people: input.people.length,
    accounts: input.accounts.length,
    seconds: Math.min(...seconds),
    longestStepMs: Math.max(...longest),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Milliseconds. */
function longestStep(steps: InSteps<unknown>): number {
  let longest = 0;
  for (let before = performance.now(); ;) {
    const { done } = steps.next();
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
    if (done === true) return longest;
  }
}

/** One new account after another against the people of a prepared run. */
export function measureOne(size: number, runs: number): Times {
  const population = makePopulation({ seed: 5, people: size, strangers: 0.1 });
  const [accounts, others] = [population.accounts.slice(0, -runs), population.accounts.slice(-runs)];
  const prepared = toEnd(prepareMatching({ people: population.people, accounts, options }));
  const outcomes: AccountOutcome[] = [];
  const elapsed = others.map((account) => {
    const began = performance.now();
    outcomes.push(prepared.matchOne(account));
    return performance.now() - began;
  });
  return timesOf(elapsed);
}

function sharingTwo(population: Population): Set<string> {
  const shared = equalIdentifiers(population);
  return new Set([...shared].filter(([, count]) => count >= 2).map(([accountId]) => accountId));
}

function countAuto({ accounts }: MatchOutcome): number {
  return accounts.filter(({ decision }) => decision === 'auto').length;
}

function namesAndBirth({ id, fullName, givenName, surname, birthDate }: IdentityRecord): IdentityRecord {
  return {
    id,
    fullName: fullName ?? '',
    givenName: givenName ?? '',
    surname: surname ?? '',
    birthDate: birthDate ?? '',
  };
}
