/** How alike two texts are, each comparison made once for a pair of values. */
import { JaroWinkler } from './jaro-winkler.rules';

const EMPTY = -1;

/** Remembers a level for a pair of value numbers, in either order: a hash table with linear probing, at most half full. */
export class PairMemory {
  private keys = new Float64Array(4096).fill(EMPTY);
  private levels = new Uint8Array(4096);
  private size = 0;

  constructor(private readonly compute: (a: number, b: number) => number) {}

  /** @param a from 0 to 2^26 - 1, as is b */
  of(a: number, b: number): number {
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    const key = low * 67_108_864 + high;
    const slot = this.slotOf(key, low, high);
    if (this.keys[slot] === key) return this.levels[slot] ?? 0;
    const level = this.compute(low, high);
    this.keys[slot] = key;
    this.levels[slot] = level;
    this.size += 1;
    if (this.size * 2 > this.keys.length) this.grow();
    return level;
  }

  /** Where the key is, or where it would go. */
  private slotOf(key: number, low: number, high: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 7;
    for (slot &= mask; keys[slot] !== EMPTY && keys[slot] !== key;) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, levels } = this;
    this.keys = new Float64Array(keys.length * 2).fill(EMPTY);
    this.levels = new Uint8Array(keys.length * 2);
    for (const [from, key] of keys.entries()) {
      if (key === EMPTY) continue;
      const slot = this.slotOf(key, Math.floor(key / 67_108_864), key % 67_108_864);
      this.keys[slot] = key;
      this.levels[slot] = levels[from] ?? 0;
    }
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
