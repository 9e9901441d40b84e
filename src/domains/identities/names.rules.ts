/**
 * Names as values that can be compared, and the ways a record's name can be read. Example: `DUPONT Jean` has one reading,
 * given `jean` and surname `dupont`; `Jean Dupont` has two, because nobody says which word is which.
 */
import type { IdentityRecord } from './identities.types';
import { PARTICLES, TITLES } from './name-tables.rules';
import { plainWords } from './plain-text.rules';

/** One given name or surname. */
export interface NameValue {
  words: readonly string[];
  /** Without particles, unless nothing else is left. */
  core: readonly string[];
  /** The words and the core without spaces. */
  joined: string;
  joinedCore: string;
}

/** '' where a part is unknown. */
export interface NameReading {
  given: string;
  surname: string;
}

/** Words of a full name that are still read in every way; longer ones are read at their first and last words. */
const MOST_SPLIT_WORDS = 6;
const CAPITALS = /^(?=.*\p{Lu}.*\p{Lu})[^\p{Ll}]+$/u;

/** @param text plain words separated by a space, not empty */
export function nameValue(text: string): NameValue {
  const words = text.split(' ');
  const bare = words.filter((word) => !PARTICLES.has(word));
  const core = bare.length === 0 ? words : bare;
  return { words, core, joined: words.join(''), joinedCore: core.join('') };
}

/** Every way to read the name of a record, the surname of birth and of use as two; none for a record without a name. */
export function nameReadings(record: IdentityRecord): NameReading[] {
  const given = nameText(record.givenName);
  const surname = nameText(record.surname);
  const birthName = nameText(record.birthName);
  const readings = given !== '' || surname !== '' ? [{ given, surname }] : fullNameReadings(record.fullName ?? '');
  const birthReadings =
    birthName === '' ? [] : readings.map((reading) => ({ given: reading.given, surname: birthName }));
  if (birthName !== '' && readings.length === 0) birthReadings.push({ given: '', surname: birthName });
  return distinct([...readings, ...birthReadings].filter((reading) => reading.given !== '' || reading.surname !== ''));
}

/** Plain words without forms of address. */
function nameText(value: string | null | undefined): string {
  const words = plainWords(value);
  const named = words.filter((word) => !TITLES.has(word));
  return (named.length === 0 ? words : named).join(' ');
}

function fullNameReadings(fullName: string): NameReading[] {
  const parts = fullName.split(/\s+/).filter((part) => part !== '');
  const inCapitals = parts.filter((part) => CAPITALS.test(part));
  const others = parts.filter((part) => !CAPITALS.test(part));
  const given = nameText(others.join(' '));
  if (inCapitals.length > 0 && given !== '' && isRun(parts))
    return [{ given, surname: nameText(inCapitals.join(' ')) }];
  return splits(nameText(fullName).split(' '));
}

/** True when the parts in capitals stand together. */
function isRun(parts: readonly string[]): boolean {
  const pattern = parts.map((part) => (CAPITALS.test(part) ? 'C' : '.')).join('');
  return /^\.*C+\.*$/.test(pattern);
}

function splits(words: readonly string[]): NameReading[] {
  const [first = ''] = words;
  if (words.length === 1)
    return [
      { given: '', surname: first },
      { given: first, surname: '' },
    ];
  const readings: NameReading[] = [];
  for (let at = 1; at < words.length; at += 1) {
    if (words.length > MOST_SPLIT_WORDS && at > 2 && at < words.length - 2) continue;
    const head = words.slice(0, at).join(' ');
    const tail = words.slice(at).join(' ');
    readings.push({ given: head, surname: tail }, { given: tail, surname: head });
  }
  return readings;
}

function distinct(readings: readonly NameReading[]): NameReading[] {
  const seen = new Map(readings.map((reading) => [`${reading.given}|${reading.surname}`, reading]));
  return [...seen.values()];
}
