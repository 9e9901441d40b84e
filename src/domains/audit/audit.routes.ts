/** `GET /audit-events`: what was changed, by whom, newest first (API.md §7). */
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { instant, isoDate, pageOf, pageQuery, presentPage, uuid } from '../../http/schemas';
import { assertInOrder } from '../../shared/assert-in-order';
import { presentAuditEvent } from './audit.presenter';
import { listAuditEvents } from './list-audit-events.query';

const query = z.strictObject({
  page: pageQuery.page,
  page_size: pageQuery.page_size,
  cursor: pageQuery.cursor,
  entity_type: z.string().min(1).max(50).optional().describe('Singular snake_case, e.g. `time_entry`.'),
  entity_id: uuid.optional(),
  actor_id: uuid.optional().describe('A user.'),
  from: isoDate.optional().describe('First day, in UTC.'),
  to: isoDate.optional().describe('Last day, in UTC.'),
});

const auditEvent = z
  .strictObject({
    id: z.string(),
    event: z.string().describe('What happened, e.g. `allocation.updated`.'),
    entity_type: z.string(),
    entity_id: uuid,
    actor_id: uuid.nullable().describe('The user; null where the system acted.'),
    actor_kind: z.enum(['user', 'token', 'system']),
    request_id: z.string().nullable(),
    workflow_id: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable().describe('The record as stored; null where there was none.'),
    after: z.record(z.string(), z.unknown()).nullable().describe('The record as stored; null where there is none.'),
    created_at: instant,
  })
  .meta({ id: 'AuditEvent' });

/** The route of the audit log. */
export const auditRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/audit-events',
    tag: 'Audit',
    summary: 'What was changed, by whom, newest first; days are in UTC and inclusive',
    permission: 'audit.read',
    request: { query },
    response: { 200: pageOf(auditEvent) },
    audit: 'none:read',
    handle: async (uow, { query: asked }) => {
      assertInOrder({ from: asked.from, to: asked.to }, '/query');
      const search = {
        entityType: asked.entity_type,
        entityId: asked.entity_id,
        actorUserId: asked.actor_id,
        from: asked.from,
        to: asked.to,
      };
      const page = { page: asked.page, pageSize: asked.page_size, cursor: asked.cursor };
      return { status: 200, body: presentPage(await listAuditEvents(uow, search, page), presentAuditEvent) };
    },
  }),
];
