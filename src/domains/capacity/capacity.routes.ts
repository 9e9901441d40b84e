/** Figures per day, why they are so, and recomputing them. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf, idParams } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { assertInOrder } from '../../shared/assert-in-order';
import { presentDays, presentRun } from './capacity.presenter';
import {
  daysAnswer,
  daysQuery,
  explainAnswer,
  explainQuery,
  recomputeAnswer,
  recomputeBody,
  runAnswer,
  statusAnswer,
} from './capacity.schema';
import { explain } from './explain-figure.query';
import { listPeopleOf } from './list-people-of.query';
import { getRun, readStatus } from './read-status.query';
import { readLedgers } from './read-ledgers.query';
import { cancelRecompute, requestRecompute } from './request-recompute.command';

const facts = { tag: 'Capacity', permission: 'capacity.read', audit: 'none:read' } as const;

const daysRoute = defineRoute({
  ...facts,
  method: 'GET',
  path: '/capacity/days',
  summary: 'The eight figures of each day, dense, by person then date',
  request: { query: daysQuery },
  response: { 200: daysAnswer },
  handle: async (uow, { query }) => {
    const range = dayRangeOf(query.from, query.to);
    const personIds = await listPeopleOf(uow, {
      personId: query.person_id,
      teamId: query.team_id,
      range: { from: query.from, to: query.to },
    });
    const ledgers = await readLedgers(uow.trx, uow.organizationId, { personIds, range });
    const items = presentDays(ledgers, range);
    return { status: 200, body: { items, total: items.length } };
  },
});

const explainRoute = defineRoute({
  ...facts,
  method: 'GET',
  path: '/capacity/explain',
  audit: 'written:absence.read',
  summary: 'What gave a figure of a person, team or project its minutes, on a day or over a range; the parts sum to it',
  request: { query: explainQuery },
  response: { 200: explainAnswer },
  handle: async (uow, { query }) => {
    const [from = '', to = ''] = query.date === undefined ? [query.from, query.to] : [query.date, query.date];
    dayRangeOf(from, to);
    const { person_id: personId, team_id: teamId, figure } = query;
    const projectId = query.project_id === 'none' ? null : query.project_id;
    return { status: 200, body: await explain(uow, { personId, teamId, projectId, from, to, figure }) };
  },
});

const statusRoute = defineRoute({
  ...facts,
  method: 'GET',
  path: '/capacity/status',
  summary: 'What waits to be recomputed',
  request: {},
  response: { 200: statusAnswer },
  handle: async (uow) => {
    const { waiting, lastRun } = await readStatus(uow);
    return {
      status: 200,
      body: {
        dirty_ranges: waiting.ranges,
        dirty_people: waiting.people,
        oldest_age_seconds: waiting.oldestAgeSeconds,
        last_run: lastRun === undefined ? null : presentRun(lastRun, uow.now),
      },
    };
  },
});

const recomputeRoute = defineRoute({
  ...facts,
  method: 'POST',
  path: '/capacity:recompute',
  summary: 'Have figures recomputed by the workflow',
  permission: 'capacity.recompute',
  audit: 'written:capacity_run.created',
  request: { body: recomputeBody },
  response: { 202: recomputeAnswer },
  handle: async (uow, { body }) => {
    const { from = null, to = null } = body;
    assertInOrder({ from, to });
    const run = await requestRecompute(uow, { personIds: body.person_ids ?? null, from, to, mode: body.mode });
    return {
      status: 202,
      body: { run_id: run.id, workflow_id: run.workflowId },
      headers: locatedAt(`/capacity/runs/${run.id}`),
    };
  },
});

const runRoute = defineRoute({
  ...facts,
  method: 'GET',
  path: '/capacity/runs/{id}',
  summary: 'How far a recompute is',
  request: { params: idParams },
  response: { 200: runAnswer },
  handle: async (uow, { params }) => {
    const run = await getRun(uow, params.id);
    return { status: 200, body: presentRun(run, uow.now), version: run.version };
  },
});

const cancelRoute = defineRoute({
  ...facts,
  method: 'POST',
  path: '/capacity/runs/{id}:cancel',
  summary: 'Stop a recompute; what is done stays, what waits is done without it',
  permission: 'capacity.recompute',
  audit: 'written:capacity_run.cancelled',
  request: { params: idParams },
  response: { 200: runAnswer },
  handle: async (uow, { params }) => {
    const run = await cancelRecompute(uow, params.id);
    return { status: 200, body: presentRun(run, uow.now), version: run.version };
  },
});

/** The capacity routes. */
export const capacityRoutes: Route[] = [daysRoute, explainRoute, statusRoute, recomputeRoute, runRoute, cancelRoute];
