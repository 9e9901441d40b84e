/** What is sent: thin on purpose. Who wants to know more asks the API, which knows what they may see. */
import { TEST_EVENT_TYPE } from './webhook-events.rules';
import type { WebhookDelivery } from './webhooks.types';

type Event = Pick<WebhookDelivery, 'id' | 'eventType' | 'entityType' | 'entityId' | 'entityVersion' | 'occurredAt'>;

/** The body of an event: which record, which version of it, what happened and when. The same for each attempt. */
export function eventBody(organizationId: string, event: Event): string {
  return JSON.stringify({
    id: event.id,
    type: event.eventType,
    occurred_at: event.occurredAt.toISOString(),
    org_id: organizationId,
    resource: { type: event.entityType, id: event.entityId, version: event.entityVersion },
  });
}

/** The body of a test call: an event of the webhook itself. */
export function testBody(
  organizationId: string,
  facts: { id: string; webhookId: string; version: number; now: Date },
): string {
  const { id, webhookId, version, now } = facts;
  return eventBody(organizationId, {
    id,
    eventType: TEST_EVENT_TYPE,
    entityType: 'webhook',
    entityId: webhookId,
    entityVersion: version,
    occurredAt: now,
  });
}
