/** Whether tasks would wait for one another. */

/** `from` waits for `to`. */
export interface DependencyEdge {
  from: string;
  to: string;
}

/**
 * The shortest way from one task to another along what each waits for, both included; null when there is none.
 * @example pathBetween([{ from: 'b', to: 'c' }, { from: 'c', to: 'a' }], 'b', 'a') is ['b', 'c', 'a']
 */
export function pathBetween(edges: readonly DependencyEdge[], start: string, end: string): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const cameFrom = new Map<string, string | null>([[start, null]]);
  const waiting = [start];
  for (const task of waiting) {
    if (task === end) return wayTo(end, cameFrom);
    for (const other of next.get(task) ?? []) {
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, task);
      waiting.push(other);
    }
  }
  return null;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | null>): string[] {
  const way: string[] = [];
  for (let task: string | null = end; task !== null; task = cameFrom.get(task) ?? null) way.unshift(task);
  return way;
}
