/**
 * Values that name nobody: an e-mail, phone or matricule of two people, or of two accounts at the same time, and role mailboxes.
 * They are unknown from then on: no evidence, no veto. Example: `atelier@acme.fr` of two people says nothing about either.
 */
import { rangeOf, rangesOverlap, type PreparedRecords, type Vocabulary } from './prepared-records.rules';
import { NONE, numberLists, type NumberLists } from './value-table.rules';

/** Numbers of the values that name nobody. */
export interface GenericValues {
  phones: ReadonlySet<number>;
  matricules: ReadonlySet<number>;
  mailboxes: ReadonlySet<number>;
}

export function genericValues(
  people: PreparedRecords,
  accounts: PreparedRecords,
  vocabulary: Vocabulary,
): GenericValues {
  const genericIn = (listsOf: (records: PreparedRecords) => NumberLists): Set<number> =>
    new Set([...heldByTwo(listsOf(people)), ...heldAtOnce(accounts, listsOf(accounts))]);
  const phones = genericIn(({ columns }) => asLists(columns.phone));
  const matricules = genericIn(({ columns }) => asLists(columns.matricule));
  const mailboxes = genericIn((records) => records.mailboxes);
  for (const [number, { isRole }] of vocabulary.mailboxes.values.entries()) if (isRole) mailboxes.add(number);
  return { phones, matricules, mailboxes };
}

/** The records without what is generic. */
export function withoutGenericValues(records: PreparedRecords, generic: GenericValues): PreparedRecords {
  const { phone, matricule } = records.columns;
  return {
    ...records,
    columns: {
      ...records.columns,
      phone: phone.map((number) => (generic.phones.has(number) ? NONE : number)),
      matricule: matricule.map((number) => (generic.matricules.has(number) ? NONE : number)),
    },
    mailboxes: withoutNumbers(records.mailboxes, generic.mailboxes),
  };
}

/** The domains on which at least three records have a mailbox, free mail aside: those of the organisation. */
export function organizationDomains(people: PreparedRecords, vocabulary: Vocabulary): ReadonlySet<number> {
  const holders = new Map<number, number>();
  for (const list of eachList(people.mailboxes)) {
    const boxes = list.flatMap((number) => vocabulary.mailboxes.values[number] ?? []);
    const domains = new Set(boxes.filter(({ isFreeMail }) => !isFreeMail).map(({ domainNumber }) => domainNumber));
    for (const domain of domains) holders.set(domain, (holders.get(domain) ?? 0) + 1);
  }
  return new Set([...holders].filter(([, count]) => count >= 3).map(([domain]) => domain));
}

function asLists(column: Int32Array): NumberLists {
  return numberLists([...column].map((number) => (number === NONE ? [] : [number])));
}

function* eachList({ starts, items }: NumberLists): Generator<number[]> {
  for (let i = 0; i + 1 < starts.length; i += 1) yield [...items.subarray(starts[i], starts[i + 1])];
}

function heldByTwo(lists: NumberLists): number[] {
  const seen = new Set<number>();
  const twice: number[] = [];
  for (const number of lists.items) {
    if (seen.has(number)) twice.push(number);
    seen.add(number);
  }
  return twice;
}

function heldAtOnce(accounts: PreparedRecords, lists: NumberLists): number[] {
  const holders = new Map<number, number[]>();
  let index = 0;
  for (const list of eachList(lists)) {
    for (const number of list) {
      const others = holders.get(number);
      if (others === undefined) holders.set(number, [index]);
      else others.push(index);
    }
    index += 1;
  }
  const atOnce = (indexes: readonly number[]): boolean =>
    indexes.some((a, at) =>
      indexes.slice(at + 1).some((b) => rangesOverlap(rangeOf(accounts, a), rangeOf(accounts, b))),
    );
  return [...holders].filter(([, indexes]) => indexes.length > 1 && atOnce(indexes)).map(([number]) => number);
}

function withoutNumbers(lists: NumberLists, dropped: ReadonlySet<number>): NumberLists {
  return numberLists([...eachList(lists)].map((list) => list.filter((number) => !dropped.has(number))));
}
