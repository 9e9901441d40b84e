/**
 * Records as columns of numbers: each text is replaced by its number in a vocabulary that people and accounts share. Records
 * are sorted by id, so that nothing later depends on the order in which they came.
 */
import { isIsoDate, toEpochDay } from '../../shared/calendar-dates';
import { mapInLots, type InSteps } from '../../shared/in-steps';
import { birthDateText, mailbox, matriculeText, phoneDigits, type Mailbox } from './contact-values.rules';
import { frenchPhoneticKey } from './french-phonetics.rules';
import type { IdentityRecord } from './identities.types';
import { nameReadings, nameValue, type NameReading, type NameValue } from './names.rules';
import { plainText } from './plain-text.rules';
import { NONE, numberLists, ValueTable, type NumberLists } from './value-table.rules';

/** Records between two breaks. */
const RECORDS_AT_ONCE = 512;

/** An unknown start or end. */
export const NO_DAY = -0x80000000;

export interface VocabularyName extends NameValue {
  /** Number of its phonetic key. */
  sound: number;
}

export interface VocabularyMailbox extends Mailbox {
  domainNumber: number;
  localNumber: number;
  lettersNumber: number;
}

/** Numbers of everything that is compared. */
export class Vocabulary {
  readonly sounds = new ValueTable((text) => text);
  readonly names = new ValueTable<VocabularyName>((text) => {
    const value = nameValue(text);
    return { ...value, sound: this.sounds.numberOf(frenchPhoneticKey(value.joinedCore)) };
  });
  readonly domains = new ValueTable((text) => text);
  readonly locals = new ValueTable((text) => text);
  readonly mailboxes = new ValueTable<VocabularyMailbox>((text) => this.mailboxOf(text));
  readonly columns: Record<TextColumn, ValueTable>;
  /** Domains of the organisation; none until the people are known. */
  organizationDomains: ReadonlySet<number> = new Set();

  constructor() {
    const table = (): ValueTable => new ValueTable((text) => text);
    this.columns = {
      birthDate: table(),
      matricule: table(),
      matriculeLetters: table(),
      namespace: table(),
      phone: table(),
      title: table(),
      manager: table(),
      team: table(),
      address: table(),
      postcode: table(),
      postcodeLetters: table(),
      city: table(),
    };
  }

  private mailboxOf(text: string): VocabularyMailbox {
    const parts = mailbox(text);
    if (parts === null) throw new Error(`not an address that was taken apart before: ${text}`);
    return {
      ...parts,
      domainNumber: this.domains.numberOf(parts.domain),
      localNumber: this.locals.numberOf(parts.local),
      lettersNumber: this.locals.numberOf(parts.letters),
    };
  }
}

export type TextColumn =
  | 'birthDate'
  | 'matricule'
  | 'matriculeLetters'
  | 'postcodeLetters'
  | 'namespace'
  | 'phone'
  | 'title'
  | 'manager'
  | 'team'
  | 'address'
  | 'postcode'
  | 'city';

/** One file of records. */
export interface PreparedRecords {
  size: number;
  ids: readonly string[];
  columns: Record<TextColumn, Int32Array>;
  startDay: Int32Array;
  endDay: Int32Array;
  /** Numbers of the name readings: given and surname alternate, {@link NONE} where a part is unknown. */
  readings: NumberLists;
  mailboxes: NumberLists;
  /** Local parts that could be made of the name. */
  madeLocals: NumberLists;
}

/** Who a manager's address belongs to, as far as it is known; the address itself where it is not. */
export type ManagerKey = (address: string) => string;

/** @throws Error when two records have one id */
export function* prepareRecords(
  records: readonly IdentityRecord[],
  vocabulary: Vocabulary,
  managerKey: ManagerKey = (address) => address,
): InSteps<PreparedRecords> {
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  const ids = sorted.map(({ id }) => id);
  for (let i = 1; i < ids.length; i += 1)
    if (ids[i] === ids[i - 1]) throw new Error(`two records have the id ${String(ids[i])}`);
  const readings = yield* mapInLots(sorted, RECORDS_AT_ONCE, nameReadings);
  const numbersOf = function* (name: TextColumn, read: (record: IdentityRecord) => string): InSteps<Int32Array> {
    const table = vocabulary.columns[name];
    return Int32Array.from(yield* mapInLots(sorted, RECORDS_AT_ONCE, (record) => table.numberOf(read(record))));
  };
  const names = vocabulary.names;
  return {
    size: sorted.length,
    ids,
    columns: {
      birthDate: yield* numbersOf('birthDate', (record) => birthDateText(record.birthDate)),
      namespace: yield* numbersOf('namespace', (record) => plainText(record.legalEntity)),
      matricule: yield* numbersOf('matricule', matriculeInNamespace),
      matriculeLetters: yield* numbersOf('matriculeLetters', (record) => sortedLetters(matriculeInNamespace(record))),
      phone: yield* numbersOf('phone', (record) => phoneDigits(record.phone)),
      title: yield* numbersOf('title', (record) => plainText(record.title)),
      manager: yield* numbersOf('manager', (record) => managerText(record, managerKey)),
      team: yield* numbersOf('team', (record) => plainText(record.team)),
      address: yield* numbersOf('address', (record) => plainText(record.address)),
      postcode: yield* numbersOf('postcode', (record) => plainText(record.postcode).replace(/ /g, '')),
      postcodeLetters: yield* numbersOf('postcodeLetters', (record) =>
        sortedLetters(plainText(record.postcode).replace(/ /g, '')),
      ),
      city: yield* numbersOf('city', (record) => plainText(record.city).replace(/ /g, '')),
    },
    startDay: Int32Array.from(sorted, ({ startDate }) => dayOf(startDate)),
    endDay: Int32Array.from(sorted, ({ endDate }) => dayOf(endDate)),
    readings: numberLists(
      yield* mapInLots(readings, RECORDS_AT_ONCE, (list) => list.flatMap((reading) => readingNumbers(reading, names))),
    ),
    mailboxes: numberLists(yield* mapInLots(sorted, RECORDS_AT_ONCE, (record) => mailboxNumbers(record, vocabulary))),
    madeLocals: numberLists(
      yield* mapInLots(readings, RECORDS_AT_ONCE, (list) =>
        Array.from(madeLocals(list), (local) => vocabulary.locals.numberOf(local)),
      ),
    ),
  };
}

function managerText({ managerEmail }: IdentityRecord, managerKey: ManagerKey): string {
  const address = managerEmail ? (mailbox(managerEmail)?.address ?? '') : '';
  return address === '' ? '' : managerKey(address);
}

/** A matricule without a namespace says nothing. */
function matriculeInNamespace(record: IdentityRecord): string {
  const matricule = matriculeText(record.matricule);
  const namespace = plainText(record.legalEntity);
  return matricule === '' || namespace === '' ? '' : `${namespace}|${matricule}`;
}

/** The same for a text and for the text with two letters exchanged. */
function sortedLetters(text: string): string {
  return text === '' ? '' : Array.from(text).sort().join('');
}

function dayOf(date: string | null | undefined): number {
  return date !== null && date !== undefined && isIsoDate(date) ? toEpochDay(date) : NO_DAY;
}

function readingNumbers({ given, surname }: NameReading, names: ValueTable<VocabularyName>): number[] {
  return [names.numberOf(given), names.numberOf(surname)];
}

function mailboxNumbers({ emails = [] }: IdentityRecord, { mailboxes }: Vocabulary): number[] {
  if (emails.length === 0) return [];
  const addresses = emails.flatMap((email) => mailbox(email)?.address ?? []);
  return [...new Set(addresses)].sort().map((address) => mailboxes.numberOf(address));
}

/** @example madeLocals([{ given: 'jean pierre', surname: 'dupont' }]) has jeanpierredupont, dupontjeanpierre, jpdupont, jdupont … */
function madeLocals(readings: readonly NameReading[]): Set<string> {
  const made = new Set<string>();
  for (const { given, surname } of readings) {
    if (given === '' || surname === '') continue;
    const words = given.split(' ');
    const [firstWord = ''] = words;
    const initials = words.length === 1 ? firstWord.charAt(0) : words.map((word) => word.charAt(0)).join('');
    const last =
      words.length === 1 && !surname.includes(' ')
        ? [surname]
        : [surname.replace(/ /g, ''), nameValue(surname).joinedCore];
    for (const one of last) {
      for (const first of [words.join(''), firstWord, initials, initials.charAt(0)]) {
        made.add(first + one);
        made.add(one + first);
      }
    }
  }
  return made;
}

/** True when both days are unknown or the ranges share a day; an unknown end is open. */
export function rangesOverlap(a: DayRange, b: DayRange): boolean {
  const startsBefore = (start: number, end: number): boolean => start === NO_DAY || end === NO_DAY || start <= end;
  return startsBefore(a.start, b.end) && startsBefore(b.start, a.end);
}

export interface DayRange {
  start: number;
  end: number;
}

export function rangeOf(records: PreparedRecords, index: number): DayRange {
  return { start: records.startDay[index] ?? NO_DAY, end: records.endDay[index] ?? NO_DAY };
}

/** The number of a column's value. */
export function numberIn(column: Int32Array, index: number): number {
  return column[index] ?? NONE;
}
