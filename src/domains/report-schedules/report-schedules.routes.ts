/** Schedules of reports: what they are, and what can be done with them. */
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams } from '../../http/schemas';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { locatedAt } from '../../shared/api-path';
import type { RecipientDeps } from './keep-recipients.command';
import { pauseSchedule, resumeSchedule } from './change-schedule-state.command';
import { reportRunWorkflowId } from './report-schedules.contract';
import { assertMaySendReports } from './report-schedules.policy';
import { presentSchedule } from './report-schedules.presenter';
import { reportSchedulesResource } from './report-schedules.resource';
import { backfillAnswer, backfillBody, reportScheduleAnswer, startedRun } from './report-schedules.schema';
import type { ReportSchedule } from './report-schedules.types';
import { backfillRuns, runNow } from './request-run.command';

const facts = { method: 'POST', tag: 'Scheduled reports', permission: 'report_schedule.write' } as const;

const runRoute = defineRoute({
  ...facts,
  path: '/report-schedules/{id}:run',
  summary: 'Run now, beside the runs that are due, and deliver',
  request: { params: idParams },
  response: { 202: startedRun },
  audit: 'written:report_run.requested',
  handle: async (uow, { params }) => {
    assertMaySendReports(uow.actor);
    const run = await runNow(uow, params.id);
    return {
      status: 202,
      body: { run_id: run.id, workflow_id: reportRunWorkflowId(run.id) },
      headers: locatedAt(`/report-runs/${run.id}`),
    };
  },
});

const backfillRoute = defineRoute({
  ...facts,
  path: '/report-schedules/{id}:backfill',
  summary: 'Make up for runs that were due on past dates; those that are there stay as they are',
  request: { params: idParams, body: backfillBody },
  response: { 202: backfillAnswer },
  audit: 'written:report_run.requested',
  handle: async (uow, { params, body: { from, to, deliver = true } }) => {
    assertMaySendReports(uow.actor);
    const { runs, queued } = await backfillRuns(uow, params.id, { from, to, delivers: deliver });
    return {
      status: 202,
      body: {
        queued,
        existing: runs.length - queued,
        runs: runs.map(({ id, runKey, scheduledFor, state }) => ({
          id,
          run_key: runKey,
          scheduled_for: scheduledFor.toISOString(),
          state,
        })),
      },
      headers: locatedAt(`/report-schedules/${params.id}/runs`),
    };
  },
});

const pauseRoute = defineRoute({
  ...facts,
  path: '/report-schedules/{id}:pause',
  summary: 'Let nothing be due until it is resumed',
  request: { params: idParams },
  response: { 200: reportScheduleAnswer },
  audit: 'written:report_schedule.paused',
  handle: async (uow, { params }) => answerOf(uow, await pauseSchedule(uow, params.id)),
});

const resumeRoute = defineRoute({
  ...facts,
  path: '/report-schedules/{id}:resume',
  summary: 'Let it be due again; what was missed is made up for by a backfill alone',
  request: { params: idParams },
  response: { 200: reportScheduleAnswer },
  audit: 'written:report_schedule.resumed',
  handle: async (uow, { params }) => {
    assertMaySendReports(uow.actor);
    return answerOf(uow, await resumeSchedule(uow, params.id));
  },
});

/** The routes of schedules. */
export function reportScheduleRoutes(deps: RecipientDeps): Route[] {
  return [...crudRoutes(reportSchedulesResource(deps)), runRoute, pauseRoute, resumeRoute, backfillRoute];
}

function answerOf(uow: UnitOfWork, schedule: ReportSchedule): Answer {
  return { status: 200, body: presentSchedule(schedule, uow.now), version: schedule.version };
}
