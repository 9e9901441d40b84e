/** The measurements of syncs as lines for the terminal. */
import type { SecondSync } from './second-sync';
import type { SyncBench } from './sync-rates';

/** One line for each pull, then the second sync. */
export function syncLines({ collaborators, compiled, pulls, second }: SyncBench): string {
  const lines = pulls.map((pull) => {
    const { provider, workers, seconds, requests, rows, share, violations, rssAfterThousandMb, rssMostMb } = pull;
    const who = `${provider}, ${String(workers)} ${workers === 1 ? 'worker' : 'workers'}`.padEnd(20);
    const speed = `${String(requests)} requests in ${String(seconds)} s, ${String(rows)} rows: ${String(share)} of the allowed rate`;
    const memory = `RSS ${String(rssAfterThousandMb)} MiB after 1,000 rows, at most ${String(rssMostMb)} MiB`;
    return `${who} ${speed}, ${String(violations)} violations; ${memory}\n`;
  });
  return [
    `${String(collaborators)} collaborators, at the providers' real limits, workers ${compiled ? 'compiled' : 'from the sources'}\n`,
    ...lines,
    ...(second === null ? [] : secondLines(second)),
  ].join('');
}

function secondLines(second: SecondSync): string[] {
  const writes = Object.entries(second.writes).map(([table, count]) => `${table} ${String(count)}`);
  return [
    `first sync ${String(second.firstSeconds)} s, the same again ${String(second.secondSeconds)} s: ${String(second.seen)} seen, ${String(second.unchanged)} unchanged, ${String(second.created)} created, ${String(second.updated)} updated, ${String(second.tombstoned)} gone, ${String(second.failed)} failed; RSS at most ${String(second.rssMostMb)} MiB\n`,
    `rows written by the second: ${writes.join(', ')}\n`,
  ];
}
