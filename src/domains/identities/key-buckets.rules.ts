/** Which records hold a key: a hash table of whole numbers with linear probing, at most half full, and a chain of records for each key. */

const EMPTY = -1;
const LOW = 67_108_864;

export class KeyBuckets {
  private keys = new Float64Array(1024).fill(EMPTY);
  private heads = new Int32Array(1024);
  private tails = new Int32Array(1024);
  private counts = new Int32Array(1024);
  private filled = 0;
  private records = new Int32Array(1024);
  private nexts = new Int32Array(1024);
  private entries = 0;

  /** @param key from 0 to 2^52 @param record not below the one added before; one that is there already is not added again */
  add(key: number, record: number): void {
    const slot = this.slotOf(key);
    if (this.keys[slot] !== EMPTY && this.records[this.tails[slot] ?? 0] === record) return;
    if (this.entries === this.records.length) this.growChains();
    const entry = this.entries;
    this.entries += 1;
    this.records[entry] = record;
    this.nexts[entry] = EMPTY;
    if (this.keys[slot] === EMPTY) {
      this.keys[slot] = key;
      this.heads[slot] = entry;
      this.counts[slot] = 1;
      this.tails[slot] = entry;
      this.filled += 1;
      if (this.filled * 2 > this.keys.length) this.growTable();
      return;
    }
    this.nexts[this.tails[slot] ?? 0] = entry;
    this.tails[slot] = entry;
    this.counts[slot] = (this.counts[slot] ?? 0) + 1;
  }

  /** The first entry of a key, for {@link recordAt} and {@link next}; -1 when nobody or more than `most` records hold it. */
  first(key: number, most: number): number {
    const slot = this.slotOf(key);
    return this.keys[slot] === EMPTY || (this.counts[slot] ?? 0) > most ? EMPTY : (this.heads[slot] ?? EMPTY);
  }

  /** -1 after the last. */
  next(entry: number): number {
    return this.nexts[entry] ?? EMPTY;
  }

  recordAt(entry: number): number {
    return this.records[entry] ?? 0;
  }

  private slotOf(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    const high = Math.floor(key / LOW);
    let slot = ((Math.imul(high, 0x9e3779b1) ^ Math.imul(key - high * LOW, 0x85ebca6b)) >>> 7) & mask;
    while (keys[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private growTable(): void {
    const { keys, heads, tails, counts } = this;
    const size = keys.length * 2;
    this.keys = new Float64Array(size).fill(EMPTY);
    this.heads = new Int32Array(size);
    this.tails = new Int32Array(size);
    this.counts = new Int32Array(size);
    for (let from = 0; from < keys.length; from += 1) {
      const key = keys[from] ?? EMPTY;
      if (key === EMPTY) continue;
      const slot = this.slotOf(key);
      this.keys[slot] = key;
      this.heads[slot] = heads[from] ?? 0;
      this.tails[slot] = tails[from] ?? 0;
      this.counts[slot] = counts[from] ?? 0;
    }
  }

  private growChains(): void {
    const { records, nexts } = this;
    this.records = new Int32Array(records.length * 2);
    this.records.set(records);
    this.nexts = new Int32Array(nexts.length * 2);
    this.nexts.set(nexts);
  }
}
