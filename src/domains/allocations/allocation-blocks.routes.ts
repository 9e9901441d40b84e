/** A block of days as one thing: move, extend, reassign, split, and what it has on each day (API.md §4, READINGS 30). */
import { z } from 'zod';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, isoDate, uuid } from '../../http/schemas';
import { presentImpact } from '../capacity/impact.presenter';
import { dryRunAnswer, impactSchema } from '../capacity/impact.schema';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { movedDates } from './allocation-blocks.rules';
import { presentAllocation } from './allocations.presenter';
import { allocationAnswer } from './allocations.schema';
import { getAllocationDays } from './get-allocation-days.query';
import { reshapeAllocation } from './reshape-allocation.command';
import { splitAllocation } from './split-allocation.command';

const oneBlock = z.union([allocationAnswer.extend({ impact: impactSchema }), dryRunAnswer]);
const twoBlocks = z.union([
  z.strictObject({ items: z.array(allocationAnswer).length(2), impact: impactSchema }),
  dryRunAnswer,
]);
const facts = { method: 'POST', tag: 'Allocations', permission: 'allocation.write' } as const;
const given = { params: idParams, query: z.strictObject(planQuery) };

const moveRoute = defineRoute({
  ...facts,
  path: '/allocations/{id}:move',
  summary: 'Start on another day, as many calendar days long',
  request: { ...given, body: z.strictObject({ start_date: isoDate, ...planBody }) },
  response: { 200: oneBlock },
  audit: 'written:allocation.moved',
  handle: async (uow, { params, query, body }) =>
    answerOf(
      await reshapeAllocation(uow, {
        id: params.id,
        changeOf: (before) => movedDates(before, body.start_date),
        event: 'allocation.moved',
        options: planOptionsOf(query, body),
      }),
    ),
});

const extendRoute = defineRoute({
  ...facts,
  path: '/allocations/{id}:extend',
  summary: 'End on another day; percent, rate or total stay what they are',
  request: { ...given, body: z.strictObject({ end_date: isoDate, ...planBody }) },
  response: { 200: oneBlock },
  audit: 'written:allocation.extended',
  handle: async (uow, { params, query, body }) =>
    answerOf(
      await reshapeAllocation(uow, {
        id: params.id,
        changeOf: () => ({ endDate: body.end_date }),
        event: 'allocation.extended',
        options: planOptionsOf(query, body),
      }),
    ),
});

const reassignRoute = defineRoute({
  ...facts,
  path: '/allocations/{id}:reassign',
  summary: 'Give the block to somebody else',
  request: { ...given, body: z.strictObject({ person_id: uuid, ...planBody }) },
  response: { 200: oneBlock },
  audit: 'written:allocation.reassigned',
  handle: async (uow, { params, query, body }) =>
    answerOf(
      await reshapeAllocation(uow, {
        id: params.id,
        changeOf: () => ({ personId: body.person_id }),
        event: 'allocation.reassigned',
        options: planOptionsOf(query, body),
      }),
    ),
});

const splitRoute = defineRoute({
  ...facts,
  path: '/allocations/{id}:split',
  summary: 'Cut the block in two before a day; of a total each half keeps the minutes its dates had',
  request: { ...given, body: z.strictObject({ on: isoDate.describe('First day of the second half.'), ...planBody }) },
  response: { 200: twoBlocks },
  audit: 'written:allocation.split',
  handle: async (uow, { params, query, body }) => {
    const options = planOptionsOf(query, body);
    const { halves, impact } = await splitAllocation(uow, { id: params.id, on: body.on, options });
    return { status: 200, body: { items: halves.map(presentAllocation), impact: presentImpact(impact) } };
  },
});

const daysRoute = defineRoute({
  method: 'GET',
  path: '/allocations/{id}/days',
  tag: 'Allocations',
  summary: 'The days of an allocation with their minutes',
  permission: 'allocation.read',
  request: { params: idParams },
  response: { 200: z.strictObject({ items: z.array(z.strictObject({ date: isoDate, minutes: z.int() })) }) },
  audit: 'none:read',
  handle: async (uow, { params }) => ({ status: 200, body: { items: await getAllocationDays(uow, params.id) } }),
});

/** The routes of blocks. */
export const allocationBlockRoutes: Route[] = [moveRoute, extendRoute, reassignRoute, splitRoute, daysRoute];

function answerOf({ allocation, impact }: Awaited<ReturnType<typeof reshapeAllocation>>): Answer {
  return {
    status: 200,
    body: { ...presentAllocation(allocation), impact: presentImpact(impact) },
    version: allocation.version,
  };
}
