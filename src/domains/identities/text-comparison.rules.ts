/** How alike two texts are, each comparison made once for a pair of values. */
import { JaroWinkler } from './jaro-winkler.rules';

/** Remembers a small number for a pair of value numbers. */
export class PairMemory {
  private readonly known = new Map<number, number>();

  constructor(private readonly compute: (a: number, b: number) => number) {}

  /** @param a from 0 to 2^26 - 1, as is b */
  of(a: number, b: number): number {
    const key = a * 67_108_864 + b;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const value = this.compute(a, b);
    this.known.set(key, value);
    return value;
  }
}

/** True when one letter was changed, added, left out, or changed places with its neighbour; not for equal texts. */
export function isOneEdit(a: string, b: string): boolean {
  const difference = a.length - b.length;
  if (a === b || difference > 1 || difference < -1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  if (difference === 1) return a.slice(from + 1) === b.slice(from);
  if (difference === -1) return a.slice(from) === b.slice(from + 1);
  if (a.slice(from + 1) === b.slice(from + 1)) return true;
  return a[from] === b[from + 1] && a[from + 1] === b[from] && a.slice(from + 2) === b.slice(from + 2);
}

/** How a postal address is compared. @example `6 tullaroop street` and `48 tullaroop street` are the same street */
export class AddressComparison {
  private readonly similar = new JaroWinkler();

  /** A level of the field `address`. */
  levelOf(a: string, b: string): number {
    if (a.replace(/ /g, '') === b.replace(/ /g, '')) return 0;
    const street = this.similar.similarity(streetOf(a), streetOf(b));
    if (street >= 0.92) return numberOf(a) === numberOf(b) ? 1 : 2;
    if (street >= 0.88) return 2;
    return street >= 0.75 ? 3 : 4;
  }

  /** A level of the field `city`. */
  cityLevelOf(a: string, b: string): number {
    const plainA = a.replace(/ /g, '');
    const plainB = b.replace(/ /g, '');
    if (plainA === plainB) return 0;
    const likeness = this.similar.similarity(plainA, plainB);
    if (likeness >= 0.92) return 1;
    return likeness >= 0.88 ? 2 : 3;
  }
}

const streetOf = (address: string): string => address.replace(/\b\d+\w?\b/g, '').replace(/ /g, '');
const numberOf = (address: string): string => address.replace(/\D+/g, ' ').trim();
