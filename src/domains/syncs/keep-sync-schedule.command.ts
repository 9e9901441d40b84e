/** Makes the scheduler agree with what a connection's row says. */
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { tenantIdAttribute } from '../../../temporal-config/search-attributes';
import { PLAN_CHARGE_QUEUE } from '../../../temporal-config/task-queues';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { Logger } from '../../platform/logger';
import { isRefusedByTemporal, type TemporalGateway } from '../../platform/temporal-client';
import { runInSystemScope } from '../../platform/unit-of-work';
import { schedulerSpec } from '../report-schedules/scheduler-spec.rules';
import { DUE_SYNCS_WORKFLOW, syncScheduleId } from './sync.contract';

/** A worker that starts does this before it works. */
const AT_ONCE = 8;

export interface SyncScheduleDeps {
  database: Database;
  clock: Clock;
  logger: Logger;
  temporal: Pick<TemporalGateway, 'withDeadline'>;
}

interface ScheduledConnection {
  organization_id: string;
  id: string;
  cron: string | null;
  timezone: string | null;
  wanted: boolean;
}

const MINUTE_MS = 60_000;
/** Syncs that are due at one minute do not all begin in it. */
const JITTER_MS = MINUTE_MS;
/** A sync that was missed for longer is not made up for: the next one reads everything anyway. */
const CATCHUP_MS = 60 * MINUTE_MS;

/** One connection's schedule: there and right, or gone. Doing it twice changes nothing; an operator's pause is kept. */
export async function keepSyncSchedule(deps: SyncScheduleDeps, connectionId: string): Promise<void> {
  const [row] = await connectionsOf(deps.database, connectionId);
  if (row?.wanted === true) await putUnlessRefused(deps, row);
  else await deps.temporal.withDeadline((client) => remove(client, connectionId));
}

/** Every connection's schedule, e.g. when a worker starts, whatever became of the scheduler meanwhile. Answers how many there are. */
export async function keepAllSyncSchedules(deps: SyncScheduleDeps): Promise<number> {
  const rows = (await connectionsOf(deps.database, null)).filter((row) => row.wanted);
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const some = rows.slice(start, start + AT_ONCE);
    await Promise.all(some.map((row) => putUnlessRefused(deps, row)));
  }
  return rows.length;
}

/** `null` = all connections that have a schedule; deleted ones among them are not wanted. */
async function connectionsOf(database: Database, connectionId: string | null): Promise<ScheduledConnection[]> {
  return runInSystemScope(database, 'reconciler', async (trx) => {
    const query = trx('connections').orderBy('id');
    if (connectionId === null) void query.whereNotNull('schedule_cron');
    else void query.where({ id: connectionId });
    return query.select<ScheduledConnection[]>(
      'organization_id',
      'id',
      'schedule_cron as cron',
      'schedule_timezone as timezone',
      trx.raw(`schedule_enabled and deleted_at is null and status <> 'revoked' as wanted`),
    );
  });
}

/** One schedule that the scheduler refuses must not keep the others from it; the log tells. @throws whatever else goes wrong, e.g. that the scheduler is away */
async function putUnlessRefused(
  { temporal, clock, logger }: SyncScheduleDeps,
  row: ScheduledConnection,
): Promise<void> {
  const options = optionsOf(row, clock.now());
  try {
    await temporal.withDeadline((client) => put(client, options));
  } catch (error) {
    if (!isRefusedByTemporal(error)) throw error;
    const { organization_id: organizationId, id: connectionId } = row;
    logger.error({ err: error, organizationId, connectionId }, 'the scheduler refuses the schedule of a connection');
  }
}

async function put(client: Client, options: ReturnType<typeof optionsOf>): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action } = options;
    const handle = client.schedule.getHandle(options.scheduleId);
    await handle.update((previous) => ({ spec, policies, action, state: previous.state }));
  }
}

async function remove(client: Client, connectionId: string): Promise<void> {
  try {
    await client.schedule.getHandle(syncScheduleId(connectionId)).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

function optionsOf(
  { organization_id: organizationId, id: connectionId, cron, timezone }: ScheduledConnection,
  now: Date,
) {
  return {
    scheduleId: syncScheduleId(connectionId),
    spec: { ...schedulerSpec({ cron: cron ?? '', timezone: timezone ?? 'UTC' }, now), jitter: JITTER_MS },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP_MS },
    action: {
      type: 'startWorkflow',
      workflowType: DUE_SYNCS_WORKFLOW,
      workflowId: `sync-due/${connectionId}`,
      taskQueue: PLAN_CHARGE_QUEUE,
      args: [{ organizationId, connectionId }],
      staticSummary: `Syncs that are due of connection ${connectionId}`,
      typedSearchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
    },
  } satisfies ScheduleOptions;
}
