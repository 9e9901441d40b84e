/** Conflicts as they stand: list and get. They are always up to date, since every planning write settles them. */
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { idParams, isoDate, pageOf, pageQuery, pageRequestOf, presentPage, uuid } from '../../http/schemas';
import { getConflict, listConflicts } from './list-conflicts.query';
import { presentConflict } from './conflicts.presenter';
import { conflictSchema } from './conflicts.schema';
import { conflictKinds, conflictStates } from './conflicts.types';

const listQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(conflictStates).optional(),
  kind: z.enum(conflictKinds).optional(),
  person_id: uuid.optional(),
  team_id: uuid.optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
});

const facts = { method: 'GET', tag: 'Conflicts', permission: 'capacity.read', audit: 'none:read' } as const;

const listRoute = defineRoute({
  ...facts,
  path: '/conflicts',
  summary: 'Conflicts of the plan; without a state, those that are not resolved',
  request: { query: listQuery },
  response: { 200: pageOf(conflictSchema) },
  handle: async (uow, { query }) => {
    const page = await listConflicts(uow, pageRequestOf(query), {
      state: query.state,
      kind: query.kind,
      personId: query.person_id,
      teamId: query.team_id,
      from: query.from,
      to: query.to,
    });
    return { status: 200, body: presentPage(page, presentConflict) };
  },
});

const getRoute = defineRoute({
  ...facts,
  path: '/conflicts/{id}',
  summary: 'Get one conflict',
  request: { params: idParams },
  response: { 200: conflictSchema },
  handle: async (uow, { params }) => {
    const { conflict, version } = await getConflict(uow, params.id);
    return { status: 200, body: presentConflict(conflict), version };
  },
});

/** The conflict routes. */
export const conflictRoutes: Route[] = [listRoute, getRoute];
