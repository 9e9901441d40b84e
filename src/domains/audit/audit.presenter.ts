/** Audit events as they are answered: the records inside with the field names of the database, so that one event reads like another. */
import { inSnakeCase } from '../../shared/in-snake-case';
import type { AuditEvent } from './audit.types';

/** One event. Only admins and owners read the log, so nothing in it is masked. */
export function presentAuditEvent(event: AuditEvent): object {
  return {
    id: String(event.id),
    event: event.event,
    entity_type: event.entityType,
    entity_id: event.entityId,
    actor_id: event.actorUserId,
    actor_kind: event.actorKind,
    request_id: event.requestId,
    workflow_id: event.workflowId,
    before: inSnakeCase(event.before),
    after: inSnakeCase(event.after),
    created_at: event.createdAt.toISOString(),
  };
}
