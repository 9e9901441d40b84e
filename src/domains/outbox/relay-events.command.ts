/** One pass of the relay: claim, call, mark. */
import { runWithCallContext } from '../../platform/call-context';
import type { Database } from '../../platform/database';
import type { Logger } from '../../platform/logger';
import { isTemporalUnavailable, temporalErrorCode } from '../../platform/temporal-client';
import { runInSystemScope } from '../../platform/unit-of-work';
import type { ConsumerContext, EventConsumer } from './event-consumers';
import { OutboxRepository } from './outbox.repository';
import { backoffMs, deliveriesOf, newestOf, type Delivery } from './outbox.rules';
import type { OutboxEvent } from './outbox.types';

export interface RelayPassDeps extends ConsumerContext {
  database: Database;
  logger: Logger;
  consumers: ReadonlyMap<string, EventConsumer>;
  /** 0 <= random() < 1 */
  random: () => number;
}

/** What one pass did; `unavailable` = Temporal did not answer, so going on at once makes no sense. */
export interface RelayPass {
  claimed: number;
  relayed: number;
  /** Of these, the events that Temporal took. */
  delivered: number;
  postponed: number;
  unavailable: boolean;
}

/** Longest claim: above the deadline of one round of calls, short enough that a killed relay's rows come back soon. */
const LEASE_MS = 10_000;
const CLAIM_LIMIT = 200;
const PARALLEL_CALLS = 8;

/**
 * Relays what is due. Idempotent by its consumers: a pass that dies between call and mark is repeated, with the same effect.
 * @throws DomainError dependency_unavailable when PostgreSQL is away; the claimed rows come back after their lease
 */
export async function relayEvents(deps: RelayPassDeps): Promise<RelayPass> {
  const events = await runInSystemScope(deps.database, 'relay', (trx) =>
    new OutboxRepository(trx).claim(CLAIM_LIMIT, LEASE_MS),
  );
  if (events.length === 0) return { claimed: 0, relayed: 0, delivered: 0, postponed: 0, unavailable: false };
  const { deliveries, unconsumed } = deliveriesOf(events, (event) => deps.consumers.get(event.eventType));
  const outcomes = await deliverAll(deps, deliveries);
  const relayed = [
    ...unconsumed,
    ...outcomes.filter(({ errorCode }) => errorCode === null).flatMap(({ events: done }) => done),
  ];
  const failed = outcomes.filter((outcome): outcome is Failure => outcome.errorCode !== null);
  await runInSystemScope(deps.database, 'relay', async (trx) => {
    const outbox = new OutboxRepository(trx);
    await outbox.markRelayed(relayed.map(({ id }) => id));
    for (const { events: late, errorCode } of failed) {
      const delayMs = backoffMs(newestOf(late).attempts, deps.random());
      await outbox.postpone(
        late.map(({ id }) => id),
        delayMs,
        errorCode,
      );
    }
  });
  return {
    claimed: events.length,
    relayed: relayed.length,
    delivered: relayed.length - unconsumed.length,
    postponed: events.length - relayed.length,
    unavailable: failed.some(({ unavailable }) => unavailable),
  };
}

interface Outcome {
  events: Delivery<EventConsumer>['events'];
  errorCode: string | null;
  unavailable: boolean;
}
type Failure = Outcome & { errorCode: string };

/** A few calls at a time; once Temporal is found away, the rest is put back without a call of its own. */
async function deliverAll(deps: RelayPassDeps, deliveries: readonly Delivery<EventConsumer>[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < deliveries.length; start += PARALLEL_CALLS) {
    const round = deliveries.slice(start, start + PARALLEL_CALLS);
    const away = outcomes.find(({ unavailable }) => unavailable);
    if (away === undefined) outcomes.push(...(await Promise.all(round.map((delivery) => deliverOne(deps, delivery)))));
    else outcomes.push(...round.map(({ events }) => ({ ...away, events })));
  }
  return outcomes;
}

async function deliverOne(deps: RelayPassDeps, { consumer, events }: Delivery<EventConsumer>): Promise<Outcome> {
  const cause = newestOf(events);
  try {
    await runWithCallContext(contextOf(cause), () => consumer.deliver(cause, deps));
    return { events, errorCode: null, unavailable: false };
  } catch (error) {
    const errorCode = temporalErrorCode(error);
    const unavailable = isTemporalUnavailable(error);
    const fields = {
      errorCode,
      eventType: cause.eventType,
      organizationId: cause.organizationId,
      attempts: cause.attempts,
    };
    if (!unavailable) deps.logger.error(fields, 'an event could not be relayed');
    return { events, errorCode, unavailable };
  }
}

function contextOf(event: OutboxEvent) {
  return {
    correlationId: event.requestId ?? `outbox/${String(event.id)}`,
    tenantId: event.organizationId,
    actorId: event.actorUserId,
  };
}
