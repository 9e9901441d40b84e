/** Allocations: book (one or many), list, get, change, delete. */
import { z } from 'zod';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { minutesOfHours } from '../../shared/wire-hours';
import { planBody, planned, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { presentImpact } from '../capacity/impact.presenter';
import { impactSchema } from '../capacity/impact.schema';
import { allocationFields, allocationScope, type AllocationInput } from './allocation-record.rules';
import { checkAllocation } from './check-allocation.query';
import { AllocationRepository } from './allocations.repository';
import { presentAllocation } from './allocations.presenter';
import {
  allocationAnswer,
  allocationFilter,
  changedAllocation,
  newAllocation,
  type ChangedAllocationBody,
} from './allocations.schema';
import { createAllocations } from './create-allocations.command';
import type { Allocation } from './allocations.types';

/** Most allocations in one body. */
const MOST_ITEMS = 1_000;

const planningAnswer = allocationAnswer.extend({ impact: impactSchema });
const dryRunAnswer = z.strictObject({ dry_run: z.literal(true), impact: impactSchema });
const newPlanningAllocation = newAllocation.extend(planBody);

const bookRoute = defineRoute({
  method: 'POST',
  path: '/allocations',
  tag: 'Allocations',
  summary: 'Book a person, or several at once: all or nothing',
  permission: 'allocation.write',
  request: {
    query: z.strictObject(planQuery),
    body: z.union([newPlanningAllocation, z.array(newPlanningAllocation).min(1).max(MOST_ITEMS)]),
  },
  response: {
    201: z.union([planningAnswer, z.strictObject({ items: z.array(allocationAnswer), impact: impactSchema })]),
    200: dryRunAnswer,
  },
  audit: 'written:allocation.created',
  handle: async (uow, { query, body }) => {
    const bulk = Array.isArray(body);
    const bodies = bulk ? body : [body];
    const options = planOptionsOf(query, {
      conflict_reason: bodies.find((one) => typeof one.conflict_reason === 'string')?.conflict_reason,
    });
    const { allocations, impact } = await createAllocations(uow, { inputs: bodies.map(inputOf), bulk, options });
    const items = allocations.map(presentAllocation);
    const [only] = allocations;
    if (bulk || only === undefined) return { status: 201, body: { items, impact: presentImpact(impact) } };
    return {
      status: 201,
      body: { ...items[0], impact: presentImpact(impact) },
      version: only.version,
      headers: { Location: `/api/v1/allocations/${only.id}` },
    };
  },
});

/** The allocation routes. */
export const allocationRoutes: Route[] = [
  bookRoute,
  ...crudRoutes<Allocation>({
    path: '/allocations',
    tag: 'Allocations',
    noun: 'allocation',
    permissions: { read: 'allocation.read', write: 'allocation.write' },
    operations: ['list', 'get', 'update', 'delete'],
    listQuery: allocationFilter,
    filter: (query, input) => {
      const { person_id, project_id, from, to } = input.query as z.output<z.ZodObject<typeof allocationFilter>>;
      if (person_id !== undefined) query.where('person_id', person_id);
      if (project_id !== undefined) query.where('project_id', project_id);
      if (from !== undefined) query.where('end_date', '>=', from);
      if (to !== undefined) query.where('start_date', '<=', to);
    },
    create: newAllocation,
    update: changedAllocation,
    answer: allocationAnswer,
    repository: (uow) => new AllocationRepository(uow.trx, uow.organizationId),
    toRecord: (_uow, body, { before }) =>
      Promise.resolve(allocationFields(inputOf(body as ChangedAllocationBody), before)),
    mayWrite: checkAllocation,
    present: presentAllocation,
    plan: planned((_uow, { before, after }) =>
      Promise.resolve(allocationScope([before, after], after === null ? 'allocation.deleted' : 'allocation.updated')),
    ),
  }),
];

function inputOf(body: ChangedAllocationBody): AllocationInput {
  return {
    personId: body.person_id,
    projectId: body.project_id,
    startDate: body.start_date,
    endDate: body.end_date,
    percent: body.percent,
    basis: body.basis,
    minutesPerWeek: typeof body.hours_per_week === 'number' ? minutesOfHours(body.hours_per_week) : body.hours_per_week,
    minutesPerDay: body.minutes_per_day,
    totalMinutes: body.total_minutes,
    status: body.status,
    source: body.source,
    notes: body.notes,
  };
}
