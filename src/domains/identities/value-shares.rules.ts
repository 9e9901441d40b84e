/**
 * How common each value is: the share of records with it, over people and accounts, smoothed by what is known beforehand as if
 * of 500 more records. Example: a surname of 2 records in 100 that is in no table has the share 0.0034.
 */
import { FIELD, FIELDS } from './match-fields.rules';
import { GIVEN_NAME_SHARES, SURNAME_SHARES } from './name-tables.rules';
import { NO_DAY, type PreparedRecords, type Vocabulary } from './prepared-records.rules';
import { NONE, type NumberLists } from './value-table.rules';

const RECORDS_KNOWN_BEFORE = 500;

/** log2 of the shares. */
export interface ValueShares {
  /** By field and value number; `given` and `surname` by name number, the start date by {@link daySlot}. */
  logShares: readonly Float64Array[];
  /** By field: log2 of the chance that two records have the same value. */
  logAgreement: Float64Array;
  /** By name number: how many records have it as a given name. */
  givenCounts: Int32Array;
  /** By first letter, `a` to `z`: log2 of the share of given names. */
  logInitialShares: Float64Array;
  firstDay: number;
}

/** @param files people and accounts, or the one file of a deduplication */
export function valueShares(files: readonly PreparedRecords[], vocabulary: Vocabulary): ValueShares {
  const nameCount = vocabulary.names.size;
  const joinedOf = (number: number): string => vocabulary.names.values[number]?.joined ?? '';
  const given = countNames(files, 0, nameCount);
  const surname = countNames(files, 1, nameCount);
  const days = files.flatMap(({ startDay }) => [...startDay]).filter((day) => day !== NO_DAY);
  const firstDay = days.reduce((first, day) => Math.min(first, day), Infinity);
  const counted: Counts[] = FIELDS.map(({ field }) => {
    if (field === 'given') return given;
    if (field === 'surname') return surname;
    if (field === 'email')
      return countLists(
        files.map(({ mailboxes }) => mailboxes),
        vocabulary.mailboxes.size,
      );
    if (field === 'startDate') return countDays(days, firstDay);
    return countColumns(
      files.map(({ columns }) => columns[field]),
      vocabulary.columns[field].size,
    );
  });
  const priors: Partial<Record<number, (number: number) => number>> = {
    [FIELD.given]: (number) => GIVEN_NAME_SHARES.get(joinedOf(number)) ?? 0,
    [FIELD.surname]: (number) => SURNAME_SHARES.get(joinedOf(number)) ?? 0,
  };
  const logShares = counted.map((counts, field) => logSharesOf(counts, field, priors[field]));
  return {
    logShares,
    logAgreement: Float64Array.from(logShares, (shares, field) => logAgreementOf(shares, counted[field], field)),
    givenCounts: given.counts,
    logInitialShares: initialShares(given.counts, joinedOf),
    firstDay,
  };
}

interface Counts {
  counts: Int32Array;
  /** Records with any value. */
  records: number;
}

function logSharesOf({ counts, records }: Counts, field: number, prior?: (number: number) => number): Float64Array {
  const rare = FIELDS[field]?.rareShare ?? 0;
  const uniqueness = FIELDS[field]?.uniqueness ?? 1;
  return Float64Array.from(counts, (count, number) => {
    const before = RECORDS_KNOWN_BEFORE * Math.max(rare, prior?.(number) ?? 0);
    return Math.log2(((count + before) / (records + RECORDS_KNOWN_BEFORE)) * uniqueness);
  });
}

function logAgreementOf(logShares: Float64Array, counted: Counts | undefined, field: number): number {
  const total = counted?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  if (counted === undefined || total === 0) return Math.log2(FIELDS[field]?.u[0] ?? 1);
  let chance = 0;
  for (const [number, count] of counted.counts.entries()) chance += (count / total) * 2 ** (logShares[number] ?? 0);
  return Math.log2(chance);
}

function countNames(files: readonly PreparedRecords[], part: 0 | 1, size: number): Counts {
  const counts = new Int32Array(size);
  let records = 0;
  const seen = new Set<number>();
  for (const { readings, size: rows } of files) {
    for (let row = 0; row < rows; row += 1) {
      seen.clear();
      for (let at = (readings.starts[row] ?? 0) + part; at < (readings.starts[row + 1] ?? 0); at += 2) {
        const number = readings.items[at] ?? NONE;
        if (number !== NONE) seen.add(number);
      }
      if (seen.size > 0) records += 1;
      for (const number of seen) counts[number] = (counts[number] ?? 0) + 1;
    }
  }
  return { counts, records };
}

function countColumns(columns: readonly Int32Array[], size: number): Counts {
  const counts = new Int32Array(size);
  let records = 0;
  for (const column of columns) {
    for (const number of column) {
      if (number === NONE) continue;
      counts[number] = (counts[number] ?? 0) + 1;
      records += 1;
    }
  }
  return { counts, records };
}

function countLists(lists: readonly NumberLists[], size: number): Counts {
  const { counts } = countColumns(
    lists.map(({ items }) => items),
    size,
  );
  const records = lists.reduce((sum, { starts }) => sum + countFilled(starts), 0);
  return { counts, records };
}

function countFilled(starts: Int32Array): number {
  let filled = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) if (starts[row] !== starts[row + 1]) filled += 1;
  return filled;
}

function countDays(days: readonly number[], firstDay: number): Counts {
  const lastDay = days.reduce((last, day) => Math.max(last, day), firstDay);
  const counts = new Int32Array(days.length === 0 ? 0 : lastDay - firstDay + 1);
  for (const day of days) counts[day - firstDay] = (counts[day - firstDay] ?? 0) + 1;
  return { counts, records: days.length };
}

function initialShares(givenCounts: Int32Array, joinedOf: (number: number) => string): Float64Array {
  const counts = new Float64Array(26).fill(RECORDS_KNOWN_BEFORE / 20);
  for (const [number, count] of givenCounts.entries()) {
    const letter = joinedOf(number).charCodeAt(0) - 97;
    if (count > 0 && letter >= 0 && letter < 26) counts[letter] = (counts[letter] ?? 0) + count;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.log2(count / total));
}
