import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventConsumers, type EventConsumer } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay, type OutboxRelay, type OutboxRelayDeps } from '../../src/domains/outbox/outbox-relay';
import { OutboxRepository } from '../../src/domains/outbox/outbox.repository';
import type { NewOutboxEvent } from '../../src/domains/outbox/outbox.types';
import { relayEvents } from '../../src/domains/outbox/relay-events.command';
import { currentCallContext, type CallContext } from '../../src/platform/call-context';
import type { SignalWithStart, StartOnce } from '../../src/platform/temporal-client';
import { runInOrganization, runInSystemScope } from '../../src/platform/unit-of-work';
import { systemActor } from '../../src/access/actor';
import { silent } from './activity-deps';
import { cloneDatabase, insertOrganization, type SuiteDatabase } from './suite-database';

let own: SuiteDatabase;
let organizationId: string;
let other: string;
let relay: OutboxRelay | undefined;

beforeAll(async () => {
  own = await cloneDatabase();
  organizationId = await insertOrganization(own.admin);
  other = await insertOrganization(own.admin);
});

beforeEach(() => own.admin.raw('truncate outbox'));

afterEach(async () => {
  await relay?.stop();
  relay = undefined;
});

afterAll(async () => {
  await own.close();
});

/** Temporal that notes calls, and fails while it has errors left. */
function fakeTemporal(errors: Error[] = []) {
  const calls: { request: SignalWithStart; context: CallContext | undefined }[] = [];
  const signalWithStart = (request: SignalWithStart): Promise<void> => {
    const error = errors.shift();
    if (error !== undefined) return Promise.reject(error);
    calls.push({ request, context: currentCallContext() });
    return Promise.resolve();
  };
  const starts: StartOnce[] = [];
  const startOnce = (request: StartOnce): Promise<void> => Promise.resolve(void starts.push(request));
  return { calls, signalWithStart, starts, startOnce, cancel: () => Promise.resolve() };
}

function grpcError(code: number): Error {
  const cause = Object.assign(new Error('grpc'), { code, details: '', metadata: {} });
  return new Error('Failed to signal', { cause });
}

function deps(temporal: OutboxRelayDeps['temporal'], changes: Partial<OutboxRelayDeps> = {}): OutboxRelayDeps {
  return {
    database: own.app,
    logger: silent,
    temporal,
    consumers: eventConsumers,
    recomputeWindowMs: 2_000,
    random: () => 0,
    listen: (onNotify) => new OutboxListener(own.appUrl, onNotify, silent),
    onBacklog: () => undefined,
    ...changes,
  };
}

function event(changes: Partial<NewOutboxEvent> = {}): NewOutboxEvent {
  return {
    organizationId,
    eventType: 'capacity.dirtied',
    entityType: 'organization',
    entityId: organizationId,
    entityVersion: 1,
    actorUserId: null,
    requestId: null,
    ...changes,
  };
}

const append = (...events: NewOutboxEvent[]): Promise<void> =>
  runInSystemScope(own.app, 'reconciler', (trx) => new OutboxRepository(trx).append(events));

interface Row {
  id: number;
  relayed_at: Date | null;
  attempts: number;
  last_error_code: string | null;
  wait_ms: number;
}

const rows = (): Promise<Row[]> =>
  own
    .admin('outbox')
    .orderBy('id')
    .select<Row[]>(
      'id',
      'relayed_at',
      'attempts',
      'last_error_code',
      own.admin.raw('(extract(epoch from next_attempt_at - now()) * 1000)::float8 as wait_ms'),
    );

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await own.admin.raw('select pg_sleep(0.01)');
}

describe('one pass', () => {
  test('wakes each organisation once, however many events it has, and marks all', async () => {
    const temporal = fakeTemporal();
    await append(
      event(),
      event({ requestId: 'r2', actorUserId: null }),
      event({ organizationId: other }),
      event({ eventType: 'capacity.recompute_requested', requestId: 'r4' }),
    );
    expect(await relayEvents(deps(temporal))).toEqual({
      claimed: 4,
      relayed: 4,
      delivered: 4,
      postponed: 0,
      unavailable: false,
    });
    expect(temporal.calls.map(({ request }) => request.workflowId).sort()).toEqual(
      [`capacity/${organizationId}`, `capacity/${other}`].sort(),
    );
    expect((await rows()).every((row) => row.relayed_at !== null && row.last_error_code === null)).toBe(true);
  });

  test('the newest event of an organisation is the context of the call', async () => {
    const temporal = fakeTemporal();
    await append(event({ requestId: 'r1' }), event({ requestId: 'r2' }));
    await relayEvents(deps(temporal));
    expect(temporal.calls.map(({ context }) => context)).toEqual([
      { correlationId: 'r2', tenantId: organizationId, actorId: null },
    ]);
  });

  test('an event nobody consumes is relayed by being marked', async () => {
    const temporal = fakeTemporal();
    await append(event({ eventType: 'allocation.created' }));
    expect(await relayEvents(deps(temporal))).toMatchObject({ relayed: 1, delivered: 0 });
    expect(temporal.calls).toEqual([]);
  });

  test('Temporal away: the events wait, with a code, and later attempts wait longer', async () => {
    const temporal = fakeTemporal([grpcError(14), grpcError(4)]);
    await append(event());
    expect(await relayEvents(deps(temporal))).toMatchObject({ relayed: 0, postponed: 1, unavailable: true });
    const [first] = await rows();
    expect(first).toMatchObject({ attempts: 1, last_error_code: 'temporal_grpc_14', relayed_at: null });
    expect(first!.wait_ms).toBeGreaterThan(100);
    await own.admin('outbox').update({ next_attempt_at: own.admin.fn.now() });
    await relayEvents(deps(temporal));
    const [second] = await rows();
    expect(second).toMatchObject({ attempts: 2, last_error_code: 'temporal_grpc_4' });
    expect(second!.wait_ms).toBeGreaterThan(first!.wait_ms);
  });

  test('one organisation that cannot be delivered does not hold up another', async () => {
    const failing: EventConsumer = { keyOf: () => 'x', deliver: () => Promise.reject(grpcError(3)) };
    const consumers = new Map([...eventConsumers, ['bad.event', failing]]);
    const temporal = fakeTemporal();
    await append(event({ eventType: 'bad.event' }), event());
    expect(await relayEvents(deps(temporal, { consumers }))).toMatchObject({
      relayed: 1,
      postponed: 1,
      unavailable: false,
    });
    expect((await rows()).map((row) => row.last_error_code)).toEqual(['temporal_grpc_3', null]);
  });

  test('two relays at once never claim the same event', async () => {
    await append(...Array.from({ length: 500 }, () => event({ eventType: 'allocation.created' })));
    const passes = await Promise.all(Array.from({ length: 4 }, () => relayEvents(deps(fakeTemporal()))));
    expect(passes.reduce((sum, pass) => sum + pass.claimed, 0)).toBe(500);
    expect((await rows()).map((row) => row.attempts)).toEqual(Array.from({ length: 500 }, () => 1));
  });

  test('a relay that died after its claim loses nothing: the event comes back when the claim ends', async () => {
    await append(event());
    await runInSystemScope(own.app, 'relay', (trx) => new OutboxRepository(trx).claim(10, 20));
    const temporal = fakeTemporal();
    await until(async () => (await relayEvents(deps(temporal))).relayed === 1);
    expect(temporal.calls).toHaveLength(1);
  });
});

describe('the loop', () => {
  test('a committed unit of work is relayed by the notification, long before the next poll', async () => {
    const temporal = fakeTemporal();
    relay = startOutboxRelay(deps(temporal, { pollMs: 60_000 }));
    await until(
      async () =>
        (await own.admin.raw<{ rows: object[] }>(`select from pg_stat_activity where query = 'listen outbox'`)).rows
          .length > 0,
    );
    const resolveActor = () => Promise.resolve(systemActor(organizationId));
    await runInOrganization(own.app, { organizationId, resolveActor, now: new Date(), requestId: 'r9' }, (uow) => {
      uow.emit({
        type: 'capacity.dirtied',
        entityType: 'organization',
        entityId: organizationId,
        version: 1,
        urgent: true,
      });
      return Promise.resolve();
    });
    await until(() => temporal.calls.length === 1);
    expect(temporal.calls[0]?.context?.correlationId).toBe('r9');
  });

  test('polls when no notification can be heard, and reports its backlog', async () => {
    const temporal = fakeTemporal();
    const backlogs: number[] = [];
    const deaf = {
      listen: () => ({ stop: () => Promise.resolve() }),
      onBacklog: ({ waiting }: { waiting: number }) => backlogs.push(waiting),
    };
    relay = startOutboxRelay(deps(temporal, { ...deaf, pollMs: 20 }));
    await append(event());
    await until(() => temporal.calls.length === 1);
    await until(() => backlogs.length > 0);
    expect(backlogs[0]).toBeLessThanOrEqual(1);
  });

  test('goes on after its connections were cut', async () => {
    const temporal = fakeTemporal();
    relay = startOutboxRelay(deps(temporal, { pollMs: 20 }));
    await own.admin.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await own.admin('outbox').insert({
      organization_id: organizationId,
      event_type: 'capacity.dirtied',
      entity_type: 'organization',
      entity_id: organizationId,
      entity_version: 1,
    });
    await until(() => temporal.calls.length === 1);
  });

  test('stops after the pass under way and leaves nothing running', async () => {
    const temporal = fakeTemporal();
    const started = startOutboxRelay(deps(temporal));
    await started.stop();
    await append(event());
    expect((await rows())[0]?.relayed_at).toBeNull();
    const { rows: listeners } = await own.admin.raw<{ rows: object[] }>(
      `select from pg_stat_activity where application_name = 'plan-charge outbox listener' and datname = current_database()`,
    );
    expect(listeners).toEqual([]);
  });
});
