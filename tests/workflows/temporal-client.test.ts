import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  connectionOptions,
  createTemporalGateway,
  isTemporalUnavailable,
  temporalErrorCode,
  temporalSettings,
  type TemporalGateway,
} from '../../src/platform/temporal-client';
import { reconcileSchedules, registerSearchAttributes } from '../../src/platform/temporal-namespace';
import { reconcileSchedule, type ScheduleDefinition } from '../../temporal-config/schedules';
import { silent } from '../activities/activity-deps';
import { testServers } from '../support/server-handover';

const plain = { namespace: 'default', apiKey: undefined, tls: false, tlsCertPath: undefined, tlsKeyPath: undefined };

describe('settings', () => {
  test('an API key switches TLS on', () => {
    expect(connectionOptions({ ...plain, address: 'a:7233', apiKey: 'key' })).toEqual({
      address: 'a:7233',
      tls: true,
      apiKey: 'key',
    });
    expect(connectionOptions({ ...plain, address: 'a:7233' })).toEqual({ address: 'a:7233', tls: false });
  });

  test('without an address the reason is a sentence', () => {
    expect(() => temporalSettings({ ...plain, address: undefined })).toThrow('TEMPORAL_ADDRESS is not set');
  });
});

test('a server that is away costs no more than the deadline, and is told apart from a refusal', async () => {
  const away = createTemporalGateway({ ...plain, address: '127.0.0.1:1' });
  const began = Date.now();
  const error: unknown = await away
    .withDeadline((client) => client.workflow.getHandle('x').describe(), 700)
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  expect(Date.now() - began).toBeLessThan(8_000);
  expect(isTemporalUnavailable(error)).toBe(true);
  expect(temporalErrorCode(new TypeError('Zoé Canari'))).toBe('unexpected_TypeError');
  await away.close();
});

describe('on the dev server', () => {
  let gateway: TemporalGateway;
  const definition: ScheduleDefinition = {
    ...reconcileSchedule,
    scheduleId: `test-${randomUUID()}`,
    taskQueue: 'nobody-polls',
  };

  beforeAll(() => {
    gateway = createTemporalGateway({ ...plain, address: testServers().temporalAddress });
  });

  afterAll(async () => {
    await gateway.client.schedule.getHandle(definition.scheduleId).delete();
    await gateway.close();
  });

  test('answers for its namespace, and says that an unknown workflow is not running', async () => {
    await expect(gateway.check()).resolves.toBeUndefined();
    expect(await gateway.isRunning(`capacity/${randomUUID()}`)).toBe(false);
  });

  test('registering search attributes twice is no error', async () => {
    await registerSearchAttributes(gateway.client, 'default', silent);
    await registerSearchAttributes(gateway.client, 'default', silent);
  });

  test('a schedule is created once, follows its definition, and keeps an operator’s pause', async () => {
    const handle = gateway.client.schedule.getHandle(definition.scheduleId);
    await reconcileSchedules(gateway.client, [definition]);
    await handle.pause('by an operator');
    await reconcileSchedules(gateway.client, [
      { ...definition, when: { hour: 5, minute: 30, timezone: 'Europe/Paris' } },
    ]);
    const { spec, state, action, policies } = await handle.describe();
    expect(spec.timezone).toBe('Europe/Paris');
    expect(spec.intervals ?? []).toEqual([]);
    expect(spec.calendars).toEqual([
      expect.objectContaining({ hour: [{ start: 5, end: 5, step: 1 }], minute: [{ start: 30, end: 30, step: 1 }] }),
    ]);
    expect(state).toMatchObject({ paused: true, note: 'by an operator' });
    expect(action.workflowType).toBe('reconcile');
    expect(policies.catchupWindow).toBe(60_000);
  });
});
