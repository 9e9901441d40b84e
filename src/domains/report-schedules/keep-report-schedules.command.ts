/** Makes the scheduler agree with the table of report schedules. */
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { systemActor } from '../../access/actor';
import { tenantIdAttribute } from '../../../temporal-config/search-attributes';
import { PLAN_CHARGE_QUEUE } from '../../../temporal-config/task-queues';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { Logger } from '../../platform/logger';
import { isRefusedByTemporal, type TemporalGateway } from '../../platform/temporal-client';
import { runInOrganization, runInSystemScope } from '../../platform/unit-of-work';
import { stopSchedule } from './change-schedule-state.command';
import {
  DUE_REPORT_WORKFLOW,
  REPORT_SCHEDULE_PREFIX,
  reportScheduleId,
  type KeptSchedules,
} from './report-schedules.contract';
import type { ScheduleState } from './report-schedules.types';
import { ReportScheduleRepository } from './report-schedules.repository';
import { schedulerSpec } from './scheduler-spec.rules';

export interface KeepSchedulesDeps {
  database: Database;
  clock: Clock;
  logger: Logger;
  temporal: Pick<TemporalGateway, 'withDeadline'>;
  /** Another queue for a test; production has one. */
  taskQueue?: string;
}

interface ScheduleRow {
  organization_id: string;
  id: string;
  cron: string;
  timezone: string;
  state: ScheduleState;
  state_reason: string | null;
}

/** A report that is later than this is noise; a backfill makes it all the same. */
const CATCHUP_MS = 6 * 3_600_000;
/** A worker that starts does this before it works. */
const AT_ONCE = 8;
/** Listing the scheduler takes a page for every few hundred. */
const LIST_DEADLINE_MS = 30_000;

/** One schedule: there and right, or gone. The row decides, an operator's pause included; twice is once. */
export async function keepReportSchedule(deps: KeepSchedulesDeps, scheduleId: string): Promise<void> {
  const [row] = await rowsOf(deps.database, scheduleId);
  if (row === undefined) await deps.temporal.withDeadline((client) => remove(client, scheduleId));
  else await putOrStop(deps, row);
}

/**
 * Every schedule, whatever became of the scheduler meanwhile: what is missing comes back, what differs is put right, and what
 * no row knows is removed. Schedules of organisations that are not ours are another installation's and stay.
 */
export async function keepAllReportSchedules(deps: KeepSchedulesDeps): Promise<KeptSchedules> {
  const rows = await rowsOf(deps.database, null);
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const some = rows.slice(start, start + AT_ONCE);
    await Promise.all(some.map((row) => putOrStop(deps, row)));
  }
  const unknown = await unknownSchedules(deps, new Set(rows.map(({ id }) => id)));
  // Its row may have come since: whether it is wanted is asked again, one by one.
  for (const id of unknown) await keepReportSchedule(deps, id);
  return { kept: rows.length, removed: unknown.length };
}

/** `null` = all of them. */
async function rowsOf(database: Database, scheduleId: string | null): Promise<ScheduleRow[]> {
  return runInSystemScope(database, 'reconciler', async (trx) => {
    const query = trx('report_schedules').whereNull('deleted_at').orderBy('id');
    if (scheduleId !== null) void query.where({ id: scheduleId });
    return query.select<ScheduleRow[]>('organization_id', 'id', 'cron', 'timezone', 'state', 'state_reason');
  });
}

async function unknownSchedules(deps: KeepSchedulesDeps, known: ReadonlySet<string>): Promise<string[]> {
  const found = new Map<string, string>();
  await deps.temporal.withDeadline(async (client) => {
    for await (const { scheduleId, typedSearchAttributes } of client.schedule.list()) {
      const id = scheduleId.slice(REPORT_SCHEDULE_PREFIX.length);
      const organizationId = typedSearchAttributes?.get(tenantIdAttribute);
      const isReport = scheduleId.startsWith(REPORT_SCHEDULE_PREFIX) && organizationId !== undefined;
      if (isReport && !known.has(id)) found.set(id, organizationId);
    }
  }, LIST_DEADLINE_MS);
  const ours = await runInSystemScope(deps.database, 'reconciler', (trx) =>
    trx('organizations')
      .whereIn('id', [...new Set(found.values())])
      .select<{ id: string }[]>('id'),
  );
  const ids = new Set(ours.map(({ id }) => id));
  return [...found].filter(([, organizationId]) => ids.has(organizationId)).map(([id]) => id);
}

/** One schedule that the scheduler refuses must not keep the others from it: it is stopped. @throws whatever else goes wrong, e.g. that the scheduler is away */
async function putOrStop(deps: KeepSchedulesDeps, row: ScheduleRow): Promise<void> {
  const options = optionsOf(deps, row);
  try {
    await deps.temporal.withDeadline((client) => put(client, options));
  } catch (error) {
    if (!isRefusedByTemporal(error)) throw error;
    const { organization_id: organizationId, id: scheduleId } = row;
    deps.logger.error({ err: error, organizationId, scheduleId }, 'the scheduler refuses a report schedule');
    const actor = systemActor(organizationId);
    const facts = { organizationId, resolveActor: () => Promise.resolve(actor), now: deps.clock.now() };
    await runInOrganization(deps.database, facts, async (uow) => {
      const schedule = await new ReportScheduleRepository(uow.trx, organizationId).getForUpdate(scheduleId);
      await stopSchedule(uow, schedule, 'refused_by_scheduler');
    });
  }
}

async function put(client: Client, options: ReturnType<typeof optionsOf>): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action, state } = options;
    await client.schedule
      .getHandle(options.scheduleId)
      .update((previous) => ({ spec, policies, action, state: { ...previous.state, ...state } }));
  }
}

async function remove(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(reportScheduleId(scheduleId)).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

function optionsOf({ taskQueue, clock }: KeepSchedulesDeps, row: ScheduleRow) {
  const { organization_id: organizationId, id: scheduleId, state, state_reason: reason } = row;
  const tenant = [{ key: tenantIdAttribute, value: organizationId }];
  return {
    scheduleId: reportScheduleId(scheduleId),
    spec: schedulerSpec(row, clock.now()),
    // Each run is a period of its own: while the worker is away for several of them, none may make another unnecessary.
    policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: CATCHUP_MS },
    state: { paused: state !== 'active', note: reason ?? state },
    typedSearchAttributes: tenant,
    action: {
      type: 'startWorkflow',
      workflowType: DUE_REPORT_WORKFLOW,
      workflowId: `report-due/${scheduleId}`,
      taskQueue: taskQueue ?? PLAN_CHARGE_QUEUE,
      args: [{ organizationId, scheduleId }],
      staticSummary: `Run that is due of report schedule ${scheduleId}`,
      typedSearchAttributes: tenant,
    },
  } satisfies ScheduleOptions;
}
