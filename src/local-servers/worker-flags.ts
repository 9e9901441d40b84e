/** How Node runs a worker, here and in docker-compose.yml: with memory that stays small and flat. */

/**
 * A worker lives on 70 to 100 MB of objects, for weeks, beside others. Left alone, V8 lets up to four times as much lie before it clears;
 * so it may grow by a quarter over what is in use, and the young generation stays at 12 MB. No limit, so nothing ends because of it.
 */
export const workerFlags: readonly string[] = [
  '--enable-source-maps',
  '--max-semi-space-size=4',
  '--heap-growing-percent=25',
];

/** glibc keeps a heap for each of the many threads of Temporal's core otherwise. */
export const workerEnvironment = { MALLOC_ARENA_MAX: '2' } as const;
