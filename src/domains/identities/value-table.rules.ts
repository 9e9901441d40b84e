/** Texts as small numbers, so that comparing values is comparing numbers, with the number of records that hold each. */

/** The number of no text. */
export const NONE = -1;

/** Numbers each distinct value from 0 in the order in which they come. */
export class ValueTable<Value = string> {
  readonly values: Value[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly counts: number[] = [];

  /** @param make the value of a text, asked once for each distinct text */
  constructor(private readonly make: (text: string) => Value) {}

  /** The number of a text; {@link NONE} for ''. */
  numberOf(text: string): number {
    if (text === '') return NONE;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.values.length;
    this.numbers.set(text, number);
    this.values.push(this.make(text));
    this.counts.push(0);
    return number;
  }

  /** The number of a text that was numbered before, else {@link NONE}. */
  known(text: string): number {
    return this.numbers.get(text) ?? NONE;
  }

  /** One more record holds the value. */
  count(number: number): void {
    if (number !== NONE) this.counts[number] = this.countOf(number) + 1;
  }

  countOf(number: number): number {
    return this.counts[number] ?? 0;
  }

  get size(): number {
    return this.values.length;
  }
}

/** Lists of numbers of many records in two arrays: those of record `i` are `items[starts[i]]` to `items[starts[i + 1] - 1]`. */
export interface NumberLists {
  starts: Int32Array;
  items: Int32Array;
}

export function numberLists(lists: readonly (readonly number[])[]): NumberLists {
  const starts = new Int32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) starts[index + 1] = (starts[index] ?? 0) + list.length;
  return { starts, items: Int32Array.from(lists.flat()) };
}
