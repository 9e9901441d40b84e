/** Delegations: who stands in for whom, and when. */
import { z } from 'zod';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import { presentDelegation } from './approvals.presenter';
import { delegationsResource } from './delegations.resource';
import { delegationAnswer } from './delegations.schema';
import { getDelegation, listDelegations } from './list-delegations.query';

const facts = { method: 'GET', tag: 'Approvals', permission: 'delegation.read', audit: 'none:read' } as const;

const listRoute = defineRoute({
  ...facts,
  path: '/delegations',
  summary: 'Delegations you gave or were given; all of them for admins',
  request: { query: z.strictObject(pageQuery) },
  response: { 200: pageOf(delegationAnswer) },
  handle: async (uow, { query }) => ({
    status: 200,
    body: presentPage(await listDelegations(uow, pageRequestOf(query)), presentDelegation),
  }),
});

const getRoute = defineRoute({
  ...facts,
  path: '/delegations/{id}',
  summary: 'Get one delegation',
  request: { params: idParams },
  response: { 200: delegationAnswer },
  handle: async (uow, { params }) => {
    const delegation = await getDelegation(uow, params.id);
    return { status: 200, body: presentDelegation(delegation), version: delegation.version };
  },
});

/** The delegation routes. */
export const delegationRoutes: Route[] = [listRoute, getRoute, ...crudRoutes(delegationsResource)];
