/** What the schedule and the reconcile workflow agree on. Ages in milliseconds. */

export interface ReconcileInput {
  /** Dirty ranges younger than this are the relay's and the running workflow's business. */
  dirtyOlderThanMs: number;
  stuckOlderThanMs: number;
  /** Organisations looked at in one run; the rest waits for the next. */
  organizationsPerRun: number;
  idempotencyKeysOlderThanMs: number;
  relayedEventsOlderThanMs: number;
}

export interface ReconcileOutput {
  stalledOrganizations: number;
  requeuedOrganizations: number;
  releasedEvents: number;
  removedIdempotencyKeys: number;
  removedEvents: number;
  removedSessions: number;
  removedPasswordResets: number;
  removedWebhookDeliveries: number;
  lostApprovals: number;
  lostWebhooks: number;
}
