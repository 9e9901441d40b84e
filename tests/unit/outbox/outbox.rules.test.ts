import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, deliveriesOf, newestOf } from '../../../src/domains/outbox/outbox.rules';
import type { OutboxEvent } from '../../../src/domains/outbox/outbox.types';

function event(id: number, parts: Partial<OutboxEvent> = {}): OutboxEvent {
  return {
    id,
    organizationId: 'o1',
    eventType: 'capacity.dirtied',
    entityType: 'organization',
    entityId: 'o1',
    entityVersion: 1,
    actorUserId: null,
    requestId: null,
    attempts: 1,
    ...parts,
  };
}

const byOrganization = { keyOf: (one: OutboxEvent) => one.organizationId };
const consumerOf = (one: OutboxEvent) => (one.eventType === 'capacity.dirtied' ? byOrganization : undefined);

describe('backoffMs', () => {
  test.each([
    [1, 0, 250],
    [1, 1, 500],
    [3, 0.5, 1_500],
    [6, 1, 15_000],
    [50, 0, 7_500],
  ])('attempt %d with random %d waits %d ms', (attempts, random, expected) => {
    expect(backoffMs(attempts, random)).toBe(expected);
  });

  test('never exceeds its cap and never hammers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const wait = backoffMs(attempts, random);
          return wait >= 250 && wait <= 15_000;
        },
      ),
    );
  });
});

describe('deliveriesOf', () => {
  test('collapses events of one organisation to one call', () => {
    const { deliveries } = deliveriesOf([event(1), event(2), event(3, { organizationId: 'o2' }), event(4)], consumerOf);
    expect(deliveries.map(({ events }) => events.map(({ id }) => id))).toEqual([[1, 2, 4], [3]]);
  });

  test('keeps apart what nobody consumes', () => {
    const { deliveries, unconsumed } = deliveriesOf([event(1, { eventType: 'allocation.created' })], consumerOf);
    expect(deliveries).toEqual([]);
    expect(unconsumed.map(({ id }) => id)).toEqual([1]);
  });

  test('the newest event says who caused the call', () => {
    expect(newestOf([event(2), event(5), event(3)]).id).toBe(5);
  });
});
