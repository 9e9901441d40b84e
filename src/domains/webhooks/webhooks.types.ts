/** Webhooks and what is sent to them. */
import type { RecordFields } from '../../shared/record-fields';

export const webhookStates = ['active', 'paused', 'disabled'] as const;
/** `paused` by somebody, `disabled` by us: the receiver failed for days, or said that it is gone. */
export type WebhookState = (typeof webhookStates)[number];

export const disabledReasons = ['failing', 'gone'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

export interface Webhook extends RecordFields, WebhookHealth {
  description: string | null;
  url: string;
  /** The types that are matched, also where all were asked for. */
  eventTypes: string[];
  allEventTypes: boolean;
  state: WebhookState;
  disabledReason: DisabledReason | null;
  /** Ciphertext of `whsec_…`. */
  secret: Buffer;
  /** The one before, which still signs until `previousSecretUntil`. */
  previousSecret: Buffer | null;
  previousSecretUntil: Date | null;
}

/** How the receiver has been lately. */
export interface WebhookHealth {
  /** Attempts in a row that failed. */
  consecutiveFailures: number;
  /** When the first of them failed. */
  failingSince: Date | null;
  /** Nothing is sent before. */
  quietUntil: Date | null;
  lastDeliveredAt: Date | null;
}

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One event for one webhook; its id is the message id. */
export interface WebhookDelivery {
  id: string;
  webhookId: string;
  /** Rises with each event: the order in which those of one record are sent. */
  eventId: number;
  eventType: string;
  entityType: string;
  entityId: string;
  entityVersion: number;
  occurredAt: Date;
  state: DeliveryState;
  attempts: number;
  nextAttemptAt: Date;
  /** After this no further attempt is made. */
  giveUpAt: Date;
  lastAttemptAt: Date | null;
  /** HTTP status of the last answer. */
  lastStatus: number | null;
  /** Why the last attempt failed. */
  lastError: string | null;
  deliveredAt: Date | null;
  createdAt: Date;
}
