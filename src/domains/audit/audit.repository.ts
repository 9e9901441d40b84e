/**
 * Reads the audit log, newest first. Rows are written by the unit of work alone, and the application's role can neither
 * change nor delete one. Relies on the primary key, audit_events_of_entity, audit_events_of_actor and audit_events_by_time.
 */
import type { Knex } from 'knex';
import type { Page } from '../../platform/record-repository';
import type { Transaction } from '../../platform/database';
import { addDays } from '../../shared/calendar-dates';
import type { AuditEvent, AuditSearch } from './audit.types';

interface AuditRow {
  id: number;
  event: string;
  entity_type: string;
  entity_id: string;
  actor_user_id: string | null;
  actor_kind: AuditEvent['actorKind'];
  request_id: string | null;
  workflow_id: string | null;
  before: unknown;
  after: unknown;
  created_at: Date;
}

export class AuditRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** One page; `before` = only events older than that id, so that new events never shift a page. */
  async list(
    search: AuditSearch,
    request: { page: number; pageSize: number; before: number | null },
  ): Promise<Omit<Page<AuditEvent>, 'nextCursor'> & { hasMore: boolean }> {
    const found = this.#matching(search);
    const [counted] = await found.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    const rows = this.#paged(found, request)
      .orderBy('id', 'desc')
      .limit(request.pageSize + 1);
    const events = (await rows.select<AuditRow[]>('*')).map(toEvent);
    return {
      items: events.slice(0, request.pageSize),
      hasMore: events.length > request.pageSize,
      total: counted?.total ?? 0,
      page: request.page,
      pageSize: request.pageSize,
    };
  }

  #matching(search: AuditSearch): Knex.QueryBuilder {
    const query = this.trx('audit_events').where('organization_id', this.organizationId);
    if (search.entityType !== undefined) void query.where('entity_type', search.entityType);
    if (search.entityId !== undefined) void query.where('entity_id', search.entityId);
    if (search.actorUserId !== undefined) void query.where('actor_user_id', search.actorUserId);
    if (search.from !== undefined) void query.where('created_at', '>=', `${search.from}T00:00:00Z`);
    if (search.to !== undefined) void query.where('created_at', '<', `${addDays(search.to, 1)}T00:00:00Z`);
    return query;
  }

  #paged(query: Knex.QueryBuilder, request: { page: number; pageSize: number; before: number | null }) {
    return request.before === null
      ? query.offset((request.page - 1) * request.pageSize)
      : query.where('id', '<', request.before);
  }
}

function toEvent(row: AuditRow): AuditEvent {
  return {
    id: row.id,
    event: row.event,
    entityType: row.entity_type,
    entityId: row.entity_id,
    actorUserId: row.actor_user_id,
    actorKind: row.actor_kind,
    requestId: row.request_id,
    workflowId: row.workflow_id,
    before: row.before,
    after: row.after,
    createdAt: row.created_at,
  };
}
