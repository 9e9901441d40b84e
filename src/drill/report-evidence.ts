/** How far runs of reports are, as PostgreSQL has it. */
import type { Client } from 'pg';

export interface ReportProgressSeen {
  /** Files that are there and deliveries that are done. */
  steps: number;
  /** Runs that have ended. */
  ended: number;
}

const MINUTE_MS = 60_000;
/** The event of a new schedule is relayed, and the scheduler knows. */
const TOLD_WITHIN_MS = 5_000;

/** Of one schedule. */
export async function progressOf(client: Client, scheduleId: string): Promise<ReportProgressSeen> {
  const { rows } = await client.query<ReportProgressSeen>(
    `with runs as (select id, finished_at from report_runs where schedule_id = $1)
     select (select count(*)::int from report_files where run_id in (select id from runs))
       + (select count(*)::int from report_deliveries where run_id in (select id from runs) and state <> 'pending') as steps,
       (select count(*)::int from runs where finished_at is not null) as ended`,
    [scheduleId],
  );
  return rows[0] ?? { steps: 0, ended: 0 };
}

/** The first minute that the scheduler, told of a schedule at `began`, must not miss. */
function firstMinute(began: number): number {
  return Math.ceil((began + TOLD_WITHIN_MS) / MINUTE_MS);
}

/** The minutes from the first one after `began` to `ended`, and the first in any case, that no run has ended of, as the scheduler should have started them. */
export async function unmetMinutes(
  client: Client,
  scheduleId: string,
  { began, ended }: { began: number; ended: number },
): Promise<string[]> {
  const { rows } = await client.query<{ scheduled_for: Date }>(
    `select scheduled_for from report_runs where schedule_id = $1 and trigger = 'schedule' and finished_at is not null`,
    [scheduleId],
  );
  const met = new Set(rows.map(({ scheduled_for: at }) => Math.floor(at.getTime() / MINUTE_MS)));
  const first = firstMinute(began);
  const last = Math.max(first, Math.floor(ended / MINUTE_MS));
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return wanted.filter((minute) => !met.has(minute)).map((minute) => new Date(minute * MINUTE_MS).toISOString());
}

/** Figures of the schedule's runs by report and parameters, without the time when they were read: the same while nobody plans. */
export async function undisturbedFigures(client: Client, scheduleId: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ asked: string; computed: string }>(
    `select r.report || ' ' || r.parameters_key as asked, s.computed from report_runs r
       join report_snapshots s on s.run_id = r.id where r.schedule_id = $1`,
    [scheduleId],
  );
  return new Map(rows.map(({ asked, computed }) => [asked, figuresOf(computed)]));
}

/** A report as it was frozen, without the time when it was read. */
export function figuresOf(computed: string): string {
  const { body, ...rest } = JSON.parse(computed) as { body: Record<string, unknown> };
  return JSON.stringify({ ...rest, body: { ...body, computed_at: null } });
}
