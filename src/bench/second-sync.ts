/** Two identical syncs, one after the other: what the second one writes, as PostgreSQL itself counts it. */
import type { Client } from 'pg';
import { pollUntil } from '../local-servers/poll-until';
import { backlogOf } from '../drill/ledger-evidence';
import { askForSync, connectTo, type Connected, type SyncSystem } from './sync-system';
import { rounded } from './percentiles';

const SYNC_LIMIT_MS = 3_600_000;
const SETTLE_LIMIT_MS = 600_000;
const MEBIBYTE = 1024 * 1024;
/** Tables that a sync of people and absences fills, and those a recompute writes. */
const TABLES = ['people', 'person_emails', 'person_identifiers', 'engagements', 'absences', 'time_entries'];
const LEDGER = ['capacity_weeks', 'dirty_ranges', 'conflicts'];

export interface SecondSync {
  firstSeconds: number;
  secondSeconds: number;
  seen: number;
  unchanged: number;
  created: number;
  updated: number;
  tombstoned: number;
  failed: number;
  /** Largest worker during all of it, in MiB. */
  rssMostMb: number;
  /** Rows inserted, updated and deleted in each table during the second sync. */
  writes: Record<string, number>;
}

interface RunRow extends Omit<SecondSync, 'firstSeconds' | 'secondSeconds' | 'writes' | 'rssMostMb'> {
  state: string;
  seconds: number;
}

/** A full sync of HR and a roster of time tracking in a new organisation, settled, and the same again. */
export async function benchSecondSync(
  system: SyncSystem,
  client: Client,
  log: (line: string) => void,
): Promise<SecondSync> {
  const payfit = await system.connect('payfit');
  const gryzzly = { ...payfit, connectionId: await connectTo(payfit.api, 'gryzzly') };
  const memory = { most: 0 };
  const through = (connected: Connected, kind: string): Promise<RunRow> =>
    loggedSync({ system, client, log, memory }, connected, kind);
  const both = async (): Promise<RunRow[]> => [await through(payfit, 'full'), await through(gryzzly, 'roster')];
  const first = await both();
  await settle(client);
  const before = await countWrites(client);
  const second = await both();
  await settle(client);
  const after = await countWrites(client);
  const sum = (
    count: 'seen' | 'unchanged' | 'created' | 'updated' | 'tombstoned' | 'failed' | 'seconds',
    runs = second,
  ) => rounded(runs.reduce((total, run) => total + run[count], 0));
  return {
    firstSeconds: sum('seconds', first),
    secondSeconds: sum('seconds'),
    seen: sum('seen'),
    unchanged: sum('unchanged'),
    created: sum('created'),
    updated: sum('updated'),
    tombstoned: sum('tombstoned'),
    failed: sum('failed'),
    rssMostMb: Math.round(memory.most / MEBIBYTE),
    writes: Object.fromEntries([...after].map(([table, count]) => [table, count - (before.get(table) ?? 0)])),
  };
}

async function loggedSync(
  of: { system: SyncSystem; client: Client; log: (line: string) => void; memory: { most: number } },
  connected: Connected,
  kind: string,
): Promise<RunRow> {
  const { system, client, log, memory } = of;
  const onLook = (): void => {
    memory.most = Math.max(memory.most, system.largestWorkerBytes());
  };
  const run = await syncThrough(client, connected, { kind, onLook });
  log(`${kind}: ${JSON.stringify(run)}, RSS at most ${String(Math.round(memory.most / MEBIBYTE))} MiB`);
  return run;
}

async function syncThrough(
  client: Client,
  connected: Connected,
  { kind, onLook }: { kind: string; onLook: () => void },
): Promise<RunRow> {
  const run = await askForSync(connected, kind);
  const ended = await pollUntil(
    async () => {
      onLook();
      const { rows } = await client.query<RunRow>(
        `select state, seen, unchanged, created, updated, tombstoned, failed,
           extract(epoch from finished_at - started_at)::float8 as seconds from sync_runs where id = $1`,
        [run],
      );
      return rows[0]?.state === 'queued' || rows[0]?.state === 'running' ? undefined : rows[0];
    },
    SYNC_LIMIT_MS,
    500,
  );
  if (ended?.state.startsWith('completed') !== true) throw new Error(`the sync ended as ${String(ended?.state)}`);
  return ended;
}

/** Until every event is relayed and every week computed, and PostgreSQL has told what it counted. */
async function settle(client: Client): Promise<void> {
  const settled = await pollUntil(
    async () => {
      const { outboxWaiting, dirtyRanges } = await backlogOf(client);
      return outboxWaiting === 0 && dirtyRanges === 0 ? true : undefined;
    },
    SETTLE_LIMIT_MS,
    500,
  );
  if (settled === undefined) throw new Error('events or dirty weeks are left');
}

async function countWrites(client: Client): Promise<Map<string, number>> {
  // Sessions report with a delay of up to a minute when they are idle; a forced flush is for one's own session only.
  let last = '';
  const counted = await pollUntil(
    async () => {
      await client.query('select pg_stat_clear_snapshot()');
      const { rows } = await client.query<{ relname: string; writes: number }>(
        `select relname, (n_tup_ins + n_tup_upd + n_tup_del)::int as writes from pg_stat_user_tables
          where relname = any ($1) order by relname`,
        [[...TABLES, ...LEDGER]],
      );
      const text = JSON.stringify(rows);
      const isSteady = text === last;
      last = text;
      return isSteady ? rows : undefined;
    },
    120_000,
    12_000,
  );
  return new Map((counted ?? []).map(({ relname, writes }) => [relname, writes]));
}
