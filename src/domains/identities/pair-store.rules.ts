/** Compared pairs as columns that grow. */
import { FIELD_COUNT } from './match-fields.rules';
import { NONE } from './value-table.rules';

export class PairStore {
  /** Bytes of a row of levels. */
  readonly width = FIELD_COUNT;
  size = 0;
  /** Places of the two records in their files. */
  left: Int32Array;
  right: Int32Array;
  /** The keys that found the pair, as bits. */
  keys: Int32Array;
  levels: Uint8Array;
  /** log2 of the share of the names that were compared; -Infinity where the level does not rest on a value. */
  logGivenShare: Float32Array;
  logSurnameShare: Float32Array;
  /** Number of the mailbox that both have. */
  mailboxOf: Int32Array;

  constructor(capacity = 1024) {
    this.left = new Int32Array(capacity);
    this.right = new Int32Array(capacity);
    this.keys = new Int32Array(capacity);
    this.levels = new Uint8Array(capacity * this.width);
    this.logGivenShare = new Float32Array(capacity);
    this.logSurnameShare = new Float32Array(capacity);
    this.mailboxOf = new Int32Array(capacity).fill(NONE);
  }

  /** A new row, not compared yet. */
  add(left: number, right: number, keys: number): number {
    if (this.size === this.left.length) this.grow();
    const pair = this.size;
    this.left[pair] = left;
    this.right[pair] = right;
    this.keys[pair] = keys;
    this.size += 1;
    return pair;
  }

  private grow(): void {
    const larger = new PairStore(this.left.length * 2);
    for (const name of ['left', 'right', 'keys', 'levels', 'logGivenShare', 'logSurnameShare', 'mailboxOf'] as const) {
      larger[name].set(this[name]);
    }
    this.left = larger.left;
    this.right = larger.right;
    this.keys = larger.keys;
    this.levels = larger.levels;
    this.logGivenShare = larger.logGivenShare;
    this.logSurnameShare = larger.logSurnameShare;
    this.mailboxOf = larger.mailboxOf;
  }
}
