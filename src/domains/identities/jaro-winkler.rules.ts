/**
 * Jaro-Winkler similarity (Winkler 1990: prefix of at most 4, scale 0.1, no threshold for the boost), without allocation.
 * Example: `martha` and `marhta` 0.9611, `dwayne` and `duane` 0.84.
 */

const MAX_LENGTH = 64;
const MAX_PREFIX = 4;
const PREFIX_SCALE = 0.1;

/** Compares texts; keeps its two working arrays, so make one for many comparisons. Texts longer than 64 are cut. */
export class JaroWinkler {
  private readonly left = new Uint8Array(MAX_LENGTH);
  private readonly right = new Uint8Array(MAX_LENGTH);

  /** From 0 (nothing alike) to 1 (equal); symmetric. Two empty texts are equal. */
  similarity(a: string, b: string): number {
    if (a === b) return 1;
    const aLength = Math.min(a.length, MAX_LENGTH);
    const bLength = Math.min(b.length, MAX_LENGTH);
    if (aLength === 0 || bLength === 0) return 0;
    const matches = this.markMatches(a, b);
    if (matches === 0) return 0;
    const moved = this.outOfOrder(a, b) / 2;
    const jaro = (matches / aLength + matches / bLength + (matches - moved) / matches) / 3;
    let prefix = 0;
    const longest = Math.min(MAX_PREFIX, aLength, bLength);
    while (prefix < longest && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
    return jaro + prefix * PREFIX_SCALE * (1 - jaro);
  }

  private markMatches(a: string, b: string): number {
    const { left, right } = this;
    const aLength = Math.min(a.length, MAX_LENGTH);
    const bLength = Math.min(b.length, MAX_LENGTH);
    const reach = Math.max(0, (Math.max(aLength, bLength) >> 1) - 1);
    left.fill(0, 0, aLength);
    right.fill(0, 0, bLength);
    let matches = 0;
    for (let i = 0; i < aLength; i += 1) {
      const letter = a.charCodeAt(i);
      const end = Math.min(bLength, i + reach + 1);
      for (let j = Math.max(0, i - reach); j < end; j += 1) {
        if (right[j] === 1 || b.charCodeAt(j) !== letter) continue;
        left[i] = 1;
        right[j] = 1;
        matches += 1;
        break;
      }
    }
    return matches;
  }

  private outOfOrder(a: string, b: string): number {
    const { left, right } = this;
    const aLength = Math.min(a.length, MAX_LENGTH);
    let j = 0;
    let count = 0;
    for (let i = 0; i < aLength; i += 1) {
      if (left[i] === 0) continue;
      while (right[j] === 0) j += 1;
      if (a.charCodeAt(i) !== b.charCodeAt(j)) count += 1;
      j += 1;
    }
    return count;
  }
}
