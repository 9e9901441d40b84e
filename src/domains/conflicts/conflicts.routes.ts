/** Conflicts as they stand: list and get. They are always up to date, since every planning write settles them. */
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { idParams, isoDate, pageOf, pageQuery, pageRequestOf, presentPage, uuid } from '../../http/schemas';
import { toConflict } from './conflict-records.rules';
import { ConflictRepository } from './conflicts.repository';
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
    const page = await new ConflictRepository(uow.trx, uow.organizationId).list(pageRequestOf(query), (rows) => {
      if (query.state === undefined) rows.where('state', '<>', 'resolved');
      else rows.where('state', query.state);
      if (query.kind !== undefined) rows.where('kind', query.kind);
      if (query.person_id !== undefined) rows.where('person_id', query.person_id);
      if (query.from !== undefined) rows.where('end_date', '>=', query.from);
      if (query.to !== undefined) rows.where('start_date', '<=', query.to);
      if (query.team_id !== undefined) rows.whereRaw(inTeam, [query.team_id]);
    });
    return { status: 200, body: presentPage(page, (record) => presentConflict(toConflict(record))) };
  },
});

/** People who are in the team on a day of the conflict. */
const inTeam = `exists (select from team_members m where m.organization_id = conflicts.organization_id
  and m.person_id = conflicts.person_id and m.team_id = ? and m.deleted_at is null
  and daterange(m.active_from, m.active_to, '[]') && daterange(conflicts.start_date, conflicts.end_date, '[]'))`;

const getRoute = defineRoute({
  ...facts,
  path: '/conflicts/{id}',
  summary: 'Get one conflict',
  request: { params: idParams },
  response: { 200: conflictSchema },
  handle: async (uow, { params }) => {
    const record = await new ConflictRepository(uow.trx, uow.organizationId).get(params.id);
    return { status: 200, body: presentConflict(toConflict(record)), version: record.version };
  },
});

/** The conflict routes. */
export const conflictRoutes: Route[] = [listRoute, getRoute];
