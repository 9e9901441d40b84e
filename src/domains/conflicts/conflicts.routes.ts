/** Conflicts as they stand: list, get, accept and reopen. They are always up to date, since every planning write settles them. */
import { z } from 'zod';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage, spanFilter, uuid } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { assertInOrder } from '../../shared/assert-in-order';
import { acceptConflict } from './accept-conflict.command';
import { getConflict, listConflicts } from './list-conflicts.query';
import { presentAcceptanceApproval, presentConflict } from './conflicts.presenter';
import { acceptBody, acceptanceApproval, conflictSchema } from './conflicts.schema';
import { conflictKinds, conflictStates, type ConflictRecord } from './conflicts.types';
import { toConflict } from './conflict-records.rules';
import { reopenConflict } from './reopen-conflict.command';

const listQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(conflictStates).optional().describe('Default: all but `resolved`.'),
  kind: z.enum(conflictKinds).optional(),
  person_id: uuid.optional(),
  team_id: uuid.optional().describe('Of people who are in the team on a day of the conflict.'),
  ...spanFilter,
});

const facts = { method: 'GET', tag: 'Conflicts', permission: 'capacity.read', audit: 'none:read' } as const;

const listRoute = defineRoute({
  ...facts,
  path: '/conflicts',
  summary: 'Conflicts of the plan; without a state, those that are not resolved',
  request: { query: listQuery },
  response: { 200: pageOf(conflictSchema) },
  handle: async (uow, { query }) => {
    assertInOrder({ from: query.from, to: query.to }, '/query');
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

const verbFacts = {
  method: 'POST',
  tag: 'Conflicts',
  permission: 'conflict.write',
  response: { 200: conflictSchema },
} as const;

const acceptRoute = defineRoute({
  ...verbFacts,
  path: '/conflicts/{id}:accept',
  summary:
    'Accept a conflict as it is now, under a policy once it is approved (202); it opens again when it outgrows that',
  request: { params: idParams, body: acceptBody },
  response: { 200: conflictSchema, 202: acceptanceApproval },
  audit: 'written:conflict.accepted',
  handle: async (uow, { params, body }) => {
    const accepting = await acceptConflict(uow, { id: params.id, reason: body.reason });
    if ('conflict' in accepting) return answerOf(accepting.conflict);
    const headers = locatedAt(`/approvals/${accepting.approval.approval.id}`);
    return { status: 202, body: presentAcceptanceApproval(accepting.approval), headers };
  },
});

const reopenRoute = defineRoute({
  ...verbFacts,
  path: '/conflicts/{id}:reopen',
  summary: 'Take an acceptance back',
  request: { params: idParams },
  audit: 'written:conflict.reopened',
  handle: async (uow, { params }) => answerOf(await reopenConflict(uow, params.id)),
});

/** The conflict routes. */
export const conflictRoutes: Route[] = [listRoute, getRoute, acceptRoute, reopenRoute];

function answerOf(record: ConflictRecord): Answer {
  return { status: 200, body: presentConflict(toConflict(record)), version: record.version };
}
