/** Compares an account with a person field by field, into the levels of match-fields.rules. */
import { BIRTH, EMAIL, FIELD, MISSING, NAME } from './match-fields.rules';
import { NameComparison, type NameComparisonResult, type RecordPlace } from './name-comparison.rules';
import { NO_DAY, type Vocabulary } from './prepared-records.rules';
import type { PairStore } from './pair-store.rules';
import { AddressComparison, isOneEdit, PairMemory } from './text-comparison.rules';
import { NONE } from './value-table.rules';
import type { ValueShares } from './value-shares.rules';

// The hot path reads these as constants of this module: an imported binding is a getter call in the compiled module.
const {
  given: GIVEN,
  surname: SURNAME,
  birthDate: BIRTH_DATE,
  matricule: MATRICULE,
  email: MAIL,
  phone: PHONE,
} = FIELD;
const { startDate: START_DATE, title: TITLE, manager: MANAGER, team: TEAM } = FIELD;
const { address: ADDRESS, postcode: POSTCODE, city: CITY } = FIELD;
const {
  organization: ORGANIZATION,
  other: OTHER,
  sameLocal: SAME_LOCAL,
  madeFromName: MADE,
  different: DIFFERENT,
} = EMAIL;
const UNKNOWN = MISSING;
const NOTHING = NONE;
const UNKNOWN_DAY = NO_DAY;
const { similar: LAST_ALIKE, variant: VARIANT } = NAME;

/** What a level of names is measured against when its values say nothing: any value. */
const ANY = -Infinity;

export class PairComparison {
  /** By mailbox: the local part, and its letters alone. Mailboxes that came later are looked up. */
  private readonly locals: Int32Array;
  private readonly letters: Int32Array;
  private readonly names: NameComparison;
  private readonly birthDates: PairMemory;
  private readonly matricules: PairMemory;
  private readonly titles: PairMemory;
  private readonly addresses: PairMemory;
  private readonly postcodes: PairMemory;
  private readonly cities: PairMemory;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly shares: ValueShares,
  ) {
    this.locals = Int32Array.from(vocabulary.mailboxes.values, ({ localNumber }) => localNumber);
    this.letters = Int32Array.from(vocabulary.mailboxes.values, ({ lettersNumber }) => lettersNumber);
    const address = new AddressComparison();
    const { columns } = vocabulary;
    const text = (column: keyof Vocabulary['columns'], number: number): string => columns[column].values[number] ?? '';
    const memory = (column: keyof Vocabulary['columns'], compare: (a: string, b: string) => number): PairMemory =>
      new PairMemory((a, b) => compare(text(column, a), text(column, b)));
    this.names = new NameComparison(vocabulary, shares.givenCounts);
    this.birthDates = memory('birthDate', birthDateLevel);
    this.matricules = memory('matricule', (a, b) => (isOneEdit(a, b) ? 1 : 2));
    this.titles = memory('title', titleLevel);
    this.addresses = memory('address', (a, b) => address.levelOf(a, b));
    this.postcodes = memory('postcode', (a, b) => (isOneEdit(a, b) ? 1 : 2));
    this.cities = memory('city', (a, b) => address.cityLevelOf(a, b));
  }

  /** Writes the levels of a pair into its row of the store. */
  compare({ left, right, store, pair }: ComparedPair): void {
    const { levels } = store;
    const at = pair * store.width;
    const a = left.records.columns;
    const b = right.records.columns;
    const i = left.index;
    const j = right.index;
    const names = this.names.compare(left, right);
    levels[at + GIVEN] = names.given;
    levels[at + SURNAME] = names.surname;
    store.logGivenShare[pair] = this.logShareOf(names, GIVEN);
    store.logSurnameShare[pair] = this.logShareOf(names, SURNAME);
    levels[at + BIRTH_DATE] = levelOf(a.birthDate[i], b.birthDate[j], this.birthDates);
    const isSameEntity = levelOf(a.namespace[i], b.namespace[j], null) === 0;
    levels[at + MATRICULE] = isSameEntity ? levelOf(a.matricule[i], b.matricule[j], this.matricules) : UNKNOWN;
    levels[at + MAIL] = this.emailLevel(left, right, { store, pair });
    levels[at + PHONE] = levelOf(a.phone[i], b.phone[j], null);
    levels[at + START_DATE] = startLevel(left.records.startDay[i], right.records.startDay[j]);
    levels[at + TITLE] = levelOf(a.title[i], b.title[j], this.titles);
    levels[at + MANAGER] = levelOf(a.manager[i], b.manager[j], null);
    levels[at + TEAM] = levelOf(a.team[i], b.team[j], null);
    levels[at + ADDRESS] = levelOf(a.address[i], b.address[j], this.addresses);
    levels[at + POSTCODE] = levelOf(a.postcode[i], b.postcode[j], this.postcodes);
    levels[at + CITY] = levelOf(a.city[i], b.city[j], this.cities);
  }

  /** The share of the commoner of the two names; that of the letter when one is an initial. */
  private logShareOf(names: NameComparisonResult, field: number): number {
    const isGiven = field === GIVEN;
    const level = isGiven ? names.given : names.surname;
    if (level > LAST_ALIKE) return ANY;
    const left = isGiven ? names.givenLeft : names.surnameLeft;
    const right = isGiven ? names.givenRight : names.surnameRight;
    const shares = this.shares.logShares[field];
    const share = Math.max(shares?.[left] ?? ANY, shares?.[right] ?? ANY);
    return level === VARIANT && isGiven ? (this.initialShare(left) ?? this.initialShare(right) ?? share) : share;
  }

  /** Of a name that is one letter. */
  private initialShare(name: number): number | undefined {
    const text = this.vocabulary.names.values[name]?.joined ?? '';
    return text.length === 1 ? this.shares.logInitialShares[text.charCodeAt(0) - 97] : undefined;
  }

  private emailLevel(
    left: RecordPlace,
    right: RecordPlace,
    { store, pair }: { store: PairStore; pair: number },
  ): number {
    const a = left.records.mailboxes;
    const b = right.records.mailboxes;
    const aStart = a.starts[left.index] ?? 0;
    const aEnd = a.starts[left.index + 1] ?? 0;
    const bStart = b.starts[right.index] ?? 0;
    const bEnd = b.starts[right.index + 1] ?? 0;
    store.mailboxOf[pair] = NOTHING;
    let level = aStart === aEnd || bStart === bEnd ? UNKNOWN : DIFFERENT;
    for (let i = aStart; i < aEnd; i += 1) {
      const x = a.items[i] ?? NOTHING;
      for (let j = bStart; j < bEnd; j += 1) {
        const found = this.mailboxLevel(x, b.items[j] ?? NOTHING);
        if (found >= level) continue;
        level = found;
        if (found <= OTHER) store.mailboxOf[pair] = x;
      }
      if (level > MADE && this.isMadeFrom(x, right)) level = MADE;
    }
    for (let j = bStart; j < bEnd && level > MADE; j += 1) {
      if (this.isMadeFrom(b.items[j] ?? NOTHING, left)) level = MADE;
    }
    return level;
  }

  private mailboxLevel(x: number, y: number): number {
    if (x === y) return this.isOrganizationMailbox(x) ? ORGANIZATION : OTHER;
    return this.localOf(x) === this.localOf(y) ? SAME_LOCAL : DIFFERENT;
  }

  private localOf(mailbox: number): number {
    return this.locals[mailbox] ?? this.vocabulary.mailboxes.values[mailbox]?.localNumber ?? NOTHING;
  }

  private isOrganizationMailbox(mailbox: number): boolean {
    const domain = this.vocabulary.mailboxes.values[mailbox]?.domainNumber ?? NOTHING;
    return this.vocabulary.organizationDomains.has(domain);
  }

  private isMadeFrom(mailbox: number, { records, index }: RecordPlace): boolean {
    const letters = this.letters[mailbox] ?? this.vocabulary.mailboxes.values[mailbox]?.lettersNumber ?? NOTHING;
    if (letters === NOTHING) return false;
    const { starts, items } = records.madeLocals;
    const end = starts[index + 1] ?? 0;
    for (let at = starts[index] ?? 0; at < end; at += 1) if (items[at] === letters) return true;
    return false;
  }
}

export interface ComparedPair {
  left: RecordPlace;
  right: RecordPlace;
  store: PairStore;
  pair: number;
}

/** @param a eight digits, year first, or any other text @example birthDateLevel('19800304', '19800403') is "day and month swapped" */
export function birthDateLevel(a: string, b: string): number {
  if (a === b) return BIRTH.equal;
  if (a.length !== 8 || b.length !== 8) return isOneEdit(a, b) ? BIRTH.oneEdit : BIRTH.different;
  const isSameYear = a.slice(0, 4) === b.slice(0, 4);
  if (isSameYear && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6)) return BIRTH.swapped;
  if (isOneEdit(a, b)) return BIRTH.oneEdit;
  const isSameMonth = a.slice(4, 6) === b.slice(4, 6);
  return isSameMonth && (isSameYear || a.slice(6) === b.slice(6)) ? BIRTH.twoParts : BIRTH.different;
}

function levelOf(a: number | undefined, b: number | undefined, memory: PairMemory | null): number {
  if (a === undefined || b === undefined || a === NOTHING || b === NOTHING) return UNKNOWN;
  if (a === b) return 0;
  return memory === null ? 1 : memory.of(a, b);
}

function startLevel(a: number = UNKNOWN_DAY, b: number = UNKNOWN_DAY): number {
  if (a === UNKNOWN_DAY || b === UNKNOWN_DAY) return UNKNOWN;
  const apart = Math.abs(a - b);
  if (apart === 0) return 0;
  if (apart <= 7) return 1;
  return apart <= 31 ? 2 : 3;
}

function titleLevel(a: string, b: string): number {
  const left = new Set(a.split(' '));
  const right = new Set(b.split(' '));
  const shared = [...left].filter((word) => word.length > 2 && right.has(word)).length;
  return shared * 2 >= Math.min(left.size, right.size) && shared > 0 ? 1 : 2;
}
