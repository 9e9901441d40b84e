/** Shapes of webhooks and their deliveries (API.md §7). */
import { z } from 'zod';
import { instant, pageQuery, recordFields, uuid } from '../../http/schemas';
import { webhookUrlProblem, WEBHOOK_URL_MAX_LENGTH } from '../../platform/webhook-attempt.rules';
import { webhookEventTypes } from './webhook-events.rules';
import { deliveryStates, disabledReasons, webhookStates } from './webhooks.types';

/** Longest time for which a replaced secret still signs. */
const MAX_OVERLAP_HOURS = 168;

/** `*` for every type, also those of later versions. */
const eventTypes = z
  .array(z.enum(['*', ...webhookEventTypes]))
  .min(1)
  .max(webhookEventTypes.length);
const description = z.string().trim().min(1).max(500).nullable();

/** Bodies of a server that lets webhooks go to private addresses, or not. */
export function webhookBodies(settings: { allowPrivateAddresses: boolean }) {
  const url = z
    .string()
    .max(WEBHOOK_URL_MAX_LENGTH)
    .superRefine((value, context) => {
      const problem = webhookUrlProblem(value, settings);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem, params: { code: 'invalid_url' } });
    })
    .meta({ format: 'uri', examples: ['https://hooks.example.com/plan-charge'] });
  const shared = { description: description.optional() };
  return {
    create: z.strictObject({ ...shared, url, event_types: eventTypes.default(['*']) }),
    update: z.strictObject({
      ...shared,
      url: url.optional(),
      event_types: eventTypes.optional(),
      state: z.enum(['active', 'paused']).optional(),
    }),
  };
}

export const rotateBody = z.strictObject({
  /** How long the secret there was still signs beside the new one. */
  overlap_hours: z.number().int().min(0).max(MAX_OVERLAP_HOURS).default(24),
});

export const webhookAnswer = z
  .strictObject({
    ...recordFields,
    description: z.string().nullable(),
    url: z.string(),
    event_types: z.array(z.string()),
    state: z.enum(webhookStates),
    disabled_reason: z.enum(disabledReasons).nullable(),
    previous_secret_until: instant.nullable(),
    consecutive_failures: z.int().min(0),
    failing_since: instant.nullable(),
    last_delivered_at: instant.nullable(),
  })
  .meta({ id: 'Webhook' });

/** `secret` is shown once: the answer to a repeated Idempotency-Key has null. */
export const webhookWithSecret = webhookAnswer.extend({ secret: z.string().nullable() }).meta({ id: 'NewWebhook' });

export const testAnswer = z
  .strictObject({ delivered: z.boolean(), status: z.int().nullable(), error: z.string().nullable() })
  .meta({ id: 'WebhookTest' });

export const deliveryAnswer = z
  .strictObject({
    id: uuid,
    event_type: z.string(),
    resource: z.strictObject({ type: z.string(), id: uuid, version: z.int() }),
    occurred_at: instant,
    state: z.enum(deliveryStates),
    attempts: z.int().min(0),
    last_attempt_at: instant.nullable(),
    last_status: z.int().nullable(),
    last_error: z.string().nullable(),
    next_attempt_at: instant.nullable(),
    delivered_at: instant.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const { modified_since: _, ...deliveryPage } = pageQuery;
export const deliveriesQuery = z.strictObject({ ...deliveryPage, state: z.enum(deliveryStates).optional() });
export const deliveryParams = z.strictObject({ id: uuid, delivery_id: uuid });

const sentInstant = z.iso.datetime({ offset: true });
export const redeliveriesQuery = z.strictObject({ cursor: pageQuery.cursor });
export const redeliveriesBody = z.strictObject({
  since: sentInstant.describe('Messages of events from this instant on.'),
  until: sentInstant.optional().describe('And before this one; now, where it is left out.'),
  only_failed: z.boolean().default(true).describe('false: also what was taken. What still waits comes anyway.'),
});

export const redeliveriesAnswer = z
  .strictObject({
    queued: z.int().min(0).describe('Messages that wait again.'),
    next_cursor: z.string().nullable().describe('Where there are more: the same call with this as `cursor`.'),
  })
  .meta({ id: 'WebhookRedeliveries' });
