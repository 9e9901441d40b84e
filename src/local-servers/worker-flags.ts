/** How Node runs a worker, here and in docker-compose.yml: with memory that stays small and flat. */

/**
 * A worker lives on 70 to 100 MB of objects. Left alone, V8 lets as much again of garbage lie before it collects; a smaller limit makes it
 * collect earlier (it grows by 1.5 instead of up to 4 between collections), and small semi-spaces keep the young generation at 12 MB.
 */
export const workerFlags: readonly string[] = [
  '--enable-source-maps',
  '--max-semi-space-size=4',
  '--max-old-space-size=768',
];

/** glibc keeps a heap for each of the many threads of Temporal's core otherwise. */
export const workerEnvironment = { MALLOC_ARENA_MAX: '2' } as const;
