/** Allocations: book (one or many), list, get, change, delete. */
import { z } from 'zod';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { locatedAt } from '../../shared/api-path';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { dryRunAnswer } from '../capacity/impact.schema';
import { allocationResource } from './allocations.resource';
import { allocationInputOf, newAllocation } from './allocations.schema';
import { bookUnderPolicy } from './book-under-policy.command';
import { presentBooking } from './booking.presenter';
import { awaitingAnswer, bookedAnswer } from './booking.schema';

/** Most allocations in one body. */
const MOST_ITEMS = 1_000;

const newPlanningAllocation = newAllocation.extend(planBody);

const bookRoute = defineRoute({
  method: 'POST',
  path: '/allocations',
  tag: 'Allocations',
  summary:
    'Book a person, or several at once: all or nothing; tentative until approved (202) where a policy leaves accepting to others',
  permission: 'allocation.write',
  request: {
    query: z.strictObject(planQuery),
    body: z.union([newPlanningAllocation, z.array(newPlanningAllocation).min(1).max(MOST_ITEMS)]),
  },
  response: {
    201: bookedAnswer,
    202: awaitingAnswer,
    200: dryRunAnswer,
  },
  audit: 'written:allocation.created',
  handle: async (uow, { query, body }) => {
    const bulk = Array.isArray(body);
    const bodies = bulk ? body : [body];
    const options = planOptionsOf(query, body);
    const booking = await bookUnderPolicy(uow, { inputs: bodies.map(allocationInputOf), bulk, options });
    const [only] = booking.allocations;
    const answer = { status: booking.approvals.length > 0 ? 202 : 201, body: presentBooking(booking, bulk) };
    if (bulk || only === undefined) return answer;
    return { ...answer, version: only.version, headers: locatedAt(`/allocations/${only.id}`) };
  },
});

/** The allocation routes. */
export const allocationRoutes: Route[] = [bookRoute, ...crudRoutes(allocationResource)];
