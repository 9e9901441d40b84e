/** Order statistics of measured times. */

export interface Times {
  runs: number;
  p50Ms: number;
  p99Ms: number;
}

/** Nearest-rank percentiles, rounded to hundredths. @example timesOf([1, 2, 3]) is { runs: 3, p50Ms: 2, p99Ms: 3 } */
export function timesOf(elapsedMs: readonly number[]): Times {
  const sorted = [...elapsedMs].sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { runs: sorted.length, p50Ms: rounded(rank(0.5)), p99Ms: rounded(rank(0.99)) };
}

/** To hundredths. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The middle one, of an even number the upper. @example medianOf([3, 1, 2]) is 2 */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
