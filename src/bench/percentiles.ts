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
