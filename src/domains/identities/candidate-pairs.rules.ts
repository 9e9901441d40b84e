/** Pairs worth a comparison: found by a union of keys, each with the set of keys that found it. Small inputs are compared whole. */
import { inLots, type InSteps } from '../../shared/in-steps';
import { KeyBuckets } from './key-buckets.rules';
import { FIELD } from './match-fields.rules';
import type { PreparedRecords, Vocabulary } from './prepared-records.rules';
import { NONE, type NumberLists } from './value-table.rules';

/** Fewer pairs than this are all compared. */
const COMPARE_ALL_BELOW = 100_000;
/** A key with more people than this says too little. */
const LARGEST_BUCKET = 400;
/** People put in between two breaks. */
const RECORDS_AT_ONCE = 512;

const bitOf = (...fields: number[]): number => fields.reduce((bits, field) => bits | (1 << field), 0);

/** The fields each key is made of; what such pairs say about these fields is biased. The last one is "all pairs". */
const KEY_FIELDS: readonly number[] = [
  bitOf(FIELD.email),
  bitOf(FIELD.matricule),
  bitOf(FIELD.phone),
  bitOf(FIELD.given, FIELD.surname),
  bitOf(FIELD.birthDate),
  bitOf(FIELD.given, FIELD.surname, FIELD.birthDate),
  bitOf(FIELD.surname),
  bitOf(FIELD.surname),
  bitOf(FIELD.given, FIELD.surname, FIELD.email),
  bitOf(FIELD.given, FIELD.surname),
  bitOf(FIELD.address),
  bitOf(FIELD.given, FIELD.surname, FIELD.postcode),
  bitOf(FIELD.given, FIELD.surname, FIELD.city),
  0,
];
const ALL_PAIRS = KEY_FIELDS.length - 1;
const KINDS = ALL_PAIRS;

/** The keys that do not use a field, as bits: pairs found by one of them may teach how the field behaves. */
export function keysWithout(field: number): number {
  return KEY_FIELDS.reduce((keys, fields, kind) => ((fields & (1 << field)) === 0 ? keys | (1 << kind) : keys), 0);
}

/** The people by their keys; {@link PeopleByKey.fill} puts them in. */
export class PeopleByKey {
  private readonly tables = Array.from({ length: KINDS }, () => new KeyBuckets());
  private readonly seenBy: Int32Array;
  private readonly placeOf: Int32Array;
  private round = 0;

  constructor(
    private readonly people: PreparedRecords,
    private readonly vocabulary: Vocabulary,
  ) {
    this.seenBy = new Int32Array(people.size);
    this.placeOf = new Int32Array(people.size);
  }

  /** Puts everybody in; once, before the first question. */
  *fill(): InSteps<void> {
    const { people: records, vocabulary, tables } = this;
    yield* inLots(records.size, RECORDS_AT_ONCE, (from, to) => {
      for (let index = from; index < to; index += 1) {
        eachKey({ records, vocabulary, index }, (kind, key) => {
          tables[kind]?.add(key, index);
        });
      }
    });
  }

  /** The people who share a key with a record, and the keys of each as bits, in parallel lists. */
  candidatesOf(records: PreparedRecords, index: number): { people: number[]; keys: number[] } {
    this.round += 1;
    const { round, seenBy, placeOf } = this;
    const people: number[] = [];
    const keys: number[] = [];
    eachKey({ records, vocabulary: this.vocabulary, index }, (kind, key) => {
      const table = this.tables[kind];
      if (table === undefined) return;
      for (let entry = table.first(key, LARGEST_BUCKET); entry !== -1; entry = table.next(entry)) {
        const person = table.recordAt(entry);
        if (seenBy[person] !== round) {
          seenBy[person] = round;
          placeOf[person] = people.length;
          people.push(person);
          keys.push(1 << kind);
        } else {
          const place = placeOf[person] ?? 0;
          keys[place] = (keys[place] ?? 0) | (1 << kind);
        }
      }
    });
    return { people, keys };
  }

  /** Everybody. */
  everybody(): { people: number[]; keys: number[] } {
    const people = Array.from({ length: this.people.size }, (_, index) => index);
    return { people, keys: people.map(() => 1 << ALL_PAIRS) };
  }
}

/** True when a run is so small that every pair is compared. */
export function comparesAll(people: number, accounts: number): boolean {
  return people * accounts < COMPARE_ALL_BELOW;
}

interface KeyedRecord {
  records: PreparedRecords;
  vocabulary: Vocabulary;
  index: number;
}

const RADIX = 67_108_864;
/** Above every year and month. */
const MONTH_AND_DAY = 1_000_000;
/** Above every number of a name. */
const INITIALS = 60_000_000;

/** Calls `visit` with each key of a record; a key may come twice. */
function eachKey(keyed: KeyedRecord, visit: (kind: number, key: number) => void): void {
  const { records, vocabulary, index } = keyed;
  const { columns } = records;
  eachItem(records.mailboxes, index, (mailbox) => {
    visit(0, mailbox);
  });
  const matricule = columns.matriculeLetters[index] ?? NONE;
  if (matricule !== NONE && columns.matricule[index] !== NONE) visit(1, matricule);
  const phone = columns.phone[index] ?? NONE;
  if (phone !== NONE) visit(2, phone);
  const birth = columns.birthDate[index] ?? NONE;
  const birthText = birth === NONE ? '' : (vocabulary.columns.birthDate.values[birth] ?? '');
  if (birth !== NONE) visit(4, birth);
  const postcode = columns.postcodeLetters[index] ?? NONE;
  const city = columns.city[index] ?? NONE;
  const isDate = birthText.length === 8;
  const yearAndMonth = Number(birthText.slice(0, 6));
  const monthAndDay = Number(birthText.slice(4));
  const nearName = (name: number): void => {
    if (postcode !== NONE) visit(11, postcode * RADIX + name);
    if (city !== NONE) visit(12, city * RADIX + name);
  };
  eachNameKey(
    keyed,
    (given, surname) => {
      for (const name of [given, surname]) {
        if (name === NONE) continue;
        nearName(name);
        if (!isDate) continue;
        visit(5, yearAndMonth * RADIX + name);
        visit(5, (MONTH_AND_DAY + monthAndDay) * RADIX + name);
      }
      nearName(INITIALS + initialsOf(vocabulary, given, surname));
    },
    visit,
  );
  eachItem(records.mailboxes, index, (mailbox) => {
    const box = vocabulary.mailboxes.values[mailbox];
    if (box === undefined) return;
    visit(8, box.localNumber);
    visit(8, box.lettersNumber);
  });
  eachItem(records.madeLocals, index, (local) => {
    visit(8, local);
  });
  const address = columns.address[index] ?? NONE;
  if (address !== NONE) visit(10, address);
}

function eachNameKey(
  { records, vocabulary, index }: KeyedRecord,
  visitReading: (given: number, surname: number) => void,
  visit: (kind: number, key: number) => void,
): void {
  const names = vocabulary.names.values;
  const { starts, items } = records.readings;
  const end = starts[index + 1] ?? 0;
  for (let at = starts[index] ?? 0; at < end; at += 2) {
    const given = items[at] ?? NONE;
    const surname = items[at + 1] ?? NONE;
    visitReading(given, surname);
    if (given !== NONE && surname !== NONE) visit(3, Math.min(given, surname) * RADIX + Math.max(given, surname));
    const value = names[surname];
    if (value === undefined) continue;
    visit(6, surname);
    visit(7, value.sound);
    const initial = given === NONE ? '' : (names[given]?.joined.charAt(0) ?? '');
    if (initial !== '') visit(9, value.sound * 128 + initial.charCodeAt(0));
  }
}

/** The two initials in either order. */
function initialsOf({ names }: Vocabulary, given: number, surname: number): number {
  const letterOf = (name: number): number => names.values[name]?.joined.charCodeAt(0) ?? 0;
  const [a, b] = [letterOf(given), letterOf(surname)];
  return Math.min(a, b) * 128 + Math.max(a, b);
}

function eachItem({ starts, items }: NumberLists, index: number, visit: (item: number) => void): void {
  const end = starts[index + 1] ?? 0;
  for (let at = starts[index] ?? 0; at < end; at += 1) visit(items[at] ?? NONE);
}
