/** How long a failed event waits, and which events are one call: pure. */
import type { OutboxEvent } from './outbox.types';

const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;

/**
 * Time until the next attempt: doubled each time, capped, and spread over the upper half so that relays don't march in step.
 * @param attempts failed so far, at least 1
 * @param random 0 <= random < 1
 * @example backoffMs(1, 0) === 250; backoffMs(3, 0.5) === 1500; backoffMs(50, 0.999) < 15000
 */
export function backoffMs(attempts: number, random: number): number {
  const full = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full / 2 + (full / 2) * random);
}

/** Events that end in the same call. The newest of them says who caused it. */
export interface Delivery<Consumer> {
  consumer: Consumer;
  events: readonly [OutboxEvent, ...OutboxEvent[]];
}

/**
 * Collapses events to calls: as many as there are different keys, in the order in which keys first appear.
 * @example three `capacity.dirtied` of one organisation are one call
 */
export function deliveriesOf<Consumer extends { keyOf(event: OutboxEvent): string }>(
  events: readonly OutboxEvent[],
  consumerOf: (event: OutboxEvent) => Consumer | undefined,
): { deliveries: Delivery<Consumer>[]; unconsumed: OutboxEvent[] } {
  const byKey = new Map<string, { consumer: Consumer; events: [OutboxEvent, ...OutboxEvent[]] }>();
  const unconsumed: OutboxEvent[] = [];
  for (const event of events) {
    const consumer = consumerOf(event);
    if (consumer === undefined) {
      unconsumed.push(event);
      continue;
    }
    const key = consumer.keyOf(event);
    const delivery = byKey.get(key);
    if (delivery === undefined) byKey.set(key, { consumer, events: [event] });
    else delivery.events.push(event);
  }
  return { deliveries: [...byKey.values()], unconsumed };
}

/** The event with the highest id: the latest cause of a delivery. */
export function newestOf(events: readonly [OutboxEvent, ...OutboxEvent[]]): OutboxEvent {
  return events.reduce((newest, event) => (event.id > newest.id ? event : newest));
}
