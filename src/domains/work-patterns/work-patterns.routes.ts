/** Work patterns, who follows them, and capacity entries. */
import { z } from 'zod';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { presentImpact } from '../capacity/impact.presenter';
import { dryRunAnswer, impactSchema } from '../capacity/impact.schema';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { capacitiesResource } from './capacities.resource';
import { capacityAnswer, newCapacity } from './capacities.schema';
import { personWorkPatternsResource } from './person-work-patterns.resource';
import { upsertCapacities } from './upsert-capacities.command';
import { presentCapacity } from './work-patterns.presenter';
import { workPatternsResource } from './work-patterns.resource';

/** Most entries in one body. */
const MOST_ITEMS = 1_000;

const newPlanningCapacity = newCapacity.extend(planBody);

const upsertCapacityRoute = defineRoute({
  method: 'POST',
  path: '/capacities',
  tag: 'Work patterns',
  summary: 'Set the weekly hours of a person from a date on, or of several: all or nothing',
  permission: 'assignment.write',
  request: {
    query: z.strictObject(planQuery),
    body: z.union([newPlanningCapacity, z.array(newPlanningCapacity).min(1).max(MOST_ITEMS)]),
  },
  response: {
    201: z.union([
      capacityAnswer.extend({ impact: impactSchema }),
      z.strictObject({ items: z.array(capacityAnswer), impact: impactSchema }),
    ]),
    200: dryRunAnswer,
  },
  audit: 'written:capacity.created',
  handle: async (uow, { query, body }) => {
    const bulk = Array.isArray(body);
    const bodies = bulk ? body : [body];
    const options = planOptionsOf(query, body);
    const { entries, impact } = await upsertCapacities(uow, { bodies, bulk, options });
    const items = entries.map(presentCapacity);
    const [only] = entries;
    if (bulk || only === undefined) return { status: 201, body: { items, impact: presentImpact(impact) } };
    return { status: 201, body: { ...items[0], impact: presentImpact(impact) }, version: only.version };
  },
});

/** The routes of this domain. */
export const workPatternRoutes: Route[] = [
  ...crudRoutes(workPatternsResource),
  ...crudRoutes(personWorkPatternsResource),
  upsertCapacityRoute,
  ...crudRoutes(capacitiesResource),
];
