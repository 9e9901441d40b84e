/** Compares an account with a person field by field, into the levels of match-fields.rules. */
import { BIRTH, EMAIL, FIELD, MISSING, NAME } from './match-fields.rules';
import { NameComparison, type NameComparisonResult } from './name-comparison.rules';
import { NO_DAY, type PreparedRecords, type Vocabulary } from './prepared-records.rules';
import type { PairStore } from './pair-store.rules';
import { AddressComparison, isOneEdit, PairMemory } from './text-comparison.rules';
import { NONE } from './value-table.rules';
import type { ValueShares } from './value-shares.rules';

/** What a level of names is measured against when its values say nothing: any value. */
const ANY = -Infinity;

export class PairComparison {
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
    const [a, b] = [left.records, right.records];
    const names = this.names.compare(left, right);
    levels[at + FIELD.given] = names.given;
    levels[at + FIELD.surname] = names.surname;
    store.logGivenShare[pair] = this.logShareOf(names, FIELD.given);
    store.logSurnameShare[pair] = this.logShareOf(names, FIELD.surname);
    const level = (column: keyof Vocabulary['columns'], memory: PairMemory | null): number => {
      const x = a.columns[column][left.index] ?? NONE;
      const y = b.columns[column][right.index] ?? NONE;
      if (x === NONE || y === NONE) return MISSING;
      if (x === y) return 0;
      return memory === null ? 1 : memory.of(Math.min(x, y), Math.max(x, y));
    };
    levels[at + FIELD.birthDate] = level('birthDate', this.birthDates);
    levels[at + FIELD.matricule] = level('namespace', null) === 0 ? level('matricule', this.matricules) : MISSING;
    levels[at + FIELD.email] = this.emailLevel(left, right, { store, pair });
    levels[at + FIELD.phone] = level('phone', null);
    levels[at + FIELD.startDate] = startLevel(a.startDay[left.index] ?? NO_DAY, b.startDay[right.index] ?? NO_DAY);
    levels[at + FIELD.title] = level('title', this.titles);
    levels[at + FIELD.manager] = level('manager', null);
    levels[at + FIELD.team] = level('team', null);
    levels[at + FIELD.address] = level('address', this.addresses);
    levels[at + FIELD.postcode] = level('postcode', this.postcodes);
    levels[at + FIELD.city] = level('city', this.cities);
  }

  /** The share of the commoner of the two names; that of the letter when one is an initial. */
  private logShareOf(names: NameComparisonResult, field: number): number {
    const isGiven = field === FIELD.given;
    const level = isGiven ? names.given : names.surname;
    if (level > NAME.similar) return ANY;
    const left = isGiven ? names.givenLeft : names.surnameLeft;
    const right = isGiven ? names.givenRight : names.surnameRight;
    const shares = this.shares.logShares[field];
    const share = Math.max(shares?.[left] ?? ANY, shares?.[right] ?? ANY);
    if (level !== NAME.variant || !isGiven) return share;
    const texts = [left, right].map((number) => this.vocabulary.names.values[number]?.joined ?? '');
    const initial = texts.find((text) => text.length === 1);
    return initial === undefined ? share : (this.shares.logInitialShares[initial.charCodeAt(0) - 97] ?? share);
  }

  private emailLevel(left: Side, right: Side, { store, pair }: { store: PairStore; pair: number }): number {
    const a = left.records.mailboxes;
    const b = right.records.mailboxes;
    const [aStart, aEnd] = [a.starts[left.index] ?? 0, a.starts[left.index + 1] ?? 0];
    const [bStart, bEnd] = [b.starts[right.index] ?? 0, b.starts[right.index + 1] ?? 0];
    let level = aStart === aEnd || bStart === bEnd ? MISSING : EMAIL.different;
    const take = (found: number): void => {
      if (found < level) level = found;
    };
    store.mailboxOf[pair] = NONE;
    for (let i = aStart; i < aEnd; i += 1) {
      const x = a.items[i] ?? NONE;
      for (let j = bStart; j < bEnd; j += 1) {
        const y = b.items[j] ?? NONE;
        if (x === y) {
          const found = this.isOrganizationMailbox(x) ? EMAIL.organization : EMAIL.other;
          if (found < level) store.mailboxOf[pair] = x;
          take(found);
        } else if (this.localOf(x) === this.localOf(y)) take(EMAIL.sameLocal);
      }
      if (this.isMadeFrom(x, right)) take(EMAIL.madeFromName);
    }
    for (let j = bStart; j < bEnd; j += 1) if (this.isMadeFrom(b.items[j] ?? NONE, left)) take(EMAIL.madeFromName);
    return level;
  }

  private localOf(mailbox: number): number {
    return this.vocabulary.mailboxes.values[mailbox]?.localNumber ?? NONE;
  }

  private isOrganizationMailbox(mailbox: number): boolean {
    const domain = this.vocabulary.mailboxes.values[mailbox]?.domainNumber ?? NONE;
    return this.vocabulary.organizationDomains.has(domain);
  }

  private isMadeFrom(mailbox: number, { records, index }: Side): boolean {
    const letters = this.vocabulary.mailboxes.values[mailbox]?.lettersNumber ?? NONE;
    if (letters === NONE) return false;
    const { starts, items } = records.madeLocals;
    const end = starts[index + 1] ?? 0;
    for (let at = starts[index] ?? 0; at < end; at += 1) if (items[at] === letters) return true;
    return false;
  }
}

export interface Side {
  records: PreparedRecords;
  index: number;
}

export interface ComparedPair {
  left: Side;
  right: Side;
  store: PairStore;
  pair: number;
}

/** @param a eight digits, year first, or any other text @example birthDateLevel('19800304', '19800403') is "day and month swapped" */
export function birthDateLevel(a: string, b: string): number {
  if (a === b) return BIRTH.equal;
  if (a.length !== 8 || b.length !== 8) return isOneEdit(a, b) ? BIRTH.oneEdit : BIRTH.different;
  const [yearA, monthA, dayA] = [a.slice(0, 4), a.slice(4, 6), a.slice(6)];
  const [yearB, monthB, dayB] = [b.slice(0, 4), b.slice(4, 6), b.slice(6)];
  if (yearA === yearB && monthA === dayB && dayA === monthB) return BIRTH.swapped;
  if (isOneEdit(a, b)) return BIRTH.oneEdit;
  const sameMonth = monthA === monthB;
  return sameMonth && (dayA === dayB || yearA === yearB) ? BIRTH.twoParts : BIRTH.different;
}

function startLevel(a: number, b: number): number {
  if (a === NO_DAY || b === NO_DAY) return MISSING;
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
