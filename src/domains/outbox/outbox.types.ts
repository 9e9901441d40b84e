/** A domain event on its way: written with the change that caused it, relayed to whoever consumes its type. */

/** What a writer gives; the database adds id and times. */
export interface NewOutboxEvent {
  organizationId: string;
  eventType: string;
  entityType: string;
  entityId: string;
  entityVersion: number;
  actorUserId: string | null;
  requestId: string | null;
}

/** A claimed row. `attempts` counts this claim too. */
export interface OutboxEvent extends NewOutboxEvent {
  id: number;
  attempts: number;
}

/** How far the relay is behind. */
export interface OutboxBacklog {
  waiting: number;
  /** 0 when nothing waits. */
  oldestAgeSeconds: number;
}
