/** What forbids an automatic link however many bits speak for it. A vetoed pair is suggested at most. */
import type { Veto } from './identities.types';
import { EMAIL, FIELD, FIELD_COUNT, MISSING, NAME } from './match-fields.rules';
import type { PairStore } from './pair-store.rules';
import { NO_DAY, rangeOf, type PreparedRecords, type Vocabulary } from './prepared-records.rules';

/** Days after leaving in which a new account may still be the person's. */
const DAYS_AFTER_LEAVING = 60;

export interface VetoedPair {
  accounts: PreparedRecords;
  people: PreparedRecords;
  vocabulary: Vocabulary;
  store: PairStore;
  pair: number;
  /** True when another account of the provider holds the person in the time of this one. */
  isTaken: boolean;
  isRejected: boolean;
}

/** In the order of the type. */
export function vetoesOf(pair: VetoedPair): Veto[] {
  const { levels } = pair.store;
  const levelOf = (field: number): number => levels[pair.pair * FIELD_COUNT + field] ?? MISSING;
  const differs = (field: number): boolean => levelOf(field) !== 0 && levelOf(field) !== MISSING;
  const found: [Veto, boolean][] = [
    ['birth_date_differs', differs(FIELD.birthDate)],
    ['matricule_differs', differs(FIELD.matricule)],
    ['person_already_linked', pair.isTaken],
    ['organization_mailboxes_differ', haveOtherMailboxes(pair)],
    ['starts_after_leaving', startsAfterLeaving(pair)],
    [
      'names_differ_on_shared_mailbox',
      levelOf(FIELD.email) <= EMAIL.other &&
        (levelOf(FIELD.given) === NAME.different || levelOf(FIELD.surname) === NAME.different),
    ],
    ['rejected_before', pair.isRejected],
  ];
  return found.flatMap(([veto, stands]) => (stands ? [veto] : []));
}

/** Both have a mailbox of their own on a domain of the organisation, and none in common. */
function haveOtherMailboxes({ accounts, people, vocabulary, store, pair }: VetoedPair): boolean {
  const own = (records: PreparedRecords, index: number): number[] => {
    const { starts, items } = records.mailboxes;
    return [...items.subarray(starts[index], starts[index + 1])].filter((number) =>
      vocabulary.organizationDomains.has(vocabulary.mailboxes.values[number]?.domainNumber ?? -1),
    );
  };
  const left = own(accounts, store.left[pair] ?? 0);
  const right = own(people, store.right[pair] ?? 0);
  return left.length > 0 && right.length > 0 && !left.some((number) => right.includes(number));
}

function startsAfterLeaving({ accounts, people, store, pair }: VetoedPair): boolean {
  const { start } = rangeOf(accounts, store.left[pair] ?? 0);
  const { end } = rangeOf(people, store.right[pair] ?? 0);
  return start !== NO_DAY && end !== NO_DAY && start > end + DAYS_AFTER_LEAVING;
}
