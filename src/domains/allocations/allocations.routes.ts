/** Allocations: book (one or many), list, get, change, delete. */
import { z } from 'zod';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { presentImpact } from '../capacity/impact.presenter';
import { impactSchema } from '../capacity/impact.schema';
import { allocationResource } from './allocations.resource';
import { presentAllocation } from './allocations.presenter';
import { allocationAnswer, allocationInputOf, newAllocation } from './allocations.schema';
import { createAllocations } from './create-allocations.command';

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
    const { allocations, impact } = await createAllocations(uow, {
      inputs: bodies.map(allocationInputOf),
      bulk,
      options,
    });
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
export const allocationRoutes: Route[] = [bookRoute, ...crudRoutes(allocationResource)];
