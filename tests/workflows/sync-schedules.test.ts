/** Schedules of connections on real PostgreSQL and Temporal: the row decides. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ScheduleNotFoundError } from '@temporalio/client';
import { keepAllSyncSchedules, keepSyncSchedule } from '../../src/domains/syncs/keep-sync-schedule.command';
import { syncScheduleId } from '../../src/domains/syncs/sync.contract';
import { systemClock } from '../../src/platform/clock';
import { createTemporalGateway, type TemporalGateway } from '../../src/platform/temporal-client';
import { newId } from '../../src/shared/ids';
import { silent } from '../activities/activity-deps';
import { cloneDatabase, insertOrganization, type SuiteDatabase } from '../activities/suite-database';
import { onTestServers } from './workflow-harness';

let own: SuiteDatabase;
let temporal: TemporalGateway;
beforeAll(async () => {
  own = await cloneDatabase();
  const { address } = onTestServers();
  const plain = { apiKey: undefined, tls: false, tlsCertPath: undefined, tlsKeyPath: undefined };
  temporal = createTemporalGateway({ address, namespace: 'default', ...plain });
});
afterAll(async () => {
  await temporal.close();
  await own.close();
});

async function connection(): Promise<string> {
  const id = newId();
  await own.admin('connections').insert({
    organization_id: await insertOrganization(own.admin),
    id,
    provider: 'payfit',
    status: 'connected',
    schedule_cron: '30 5 * * 1-5',
    schedule_timezone: 'Europe/Paris',
    schedule_kinds: ['roster'],
    schedule_enabled: true,
  });
  return id;
}

const scheduleOf = (id: string) => temporal.client.schedule.getHandle(syncScheduleId(id)).describe();

test('it is made, changed, and gone with what the row says; twice is once', async () => {
  const id = await connection();
  const deps = { database: own.app, temporal, clock: systemClock, logger: silent };
  await keepSyncSchedule(deps, id);
  await keepSyncSchedule(deps, id);
  const made = await scheduleOf(id);
  expect(made.spec.timezone).toBe('Europe/Paris');
  expect(made.spec.calendars?.[0]).toMatchObject({ hour: [{ start: 5 }], minute: [{ start: 30 }] });
  expect(made.policies.overlap).toBe('SKIP');
  await own.admin('connections').where({ id }).update({ schedule_cron: '0 7 * * *' });
  await keepSyncSchedule(deps, id);
  expect((await scheduleOf(id)).spec.calendars?.[0]).toMatchObject({ hour: [{ start: 7 }] });
  // A time that clocks skip would never come by itself.
  await own.admin('connections').where({ id }).update({ schedule_cron: '30 2 22-31 3 0' });
  await keepSyncSchedule(deps, id);
  const [next] = (await scheduleOf(id)).info.nextActionTimes;
  expect(next?.toISOString().slice(10, 16)).toBe('T01:00');
  await own.admin('connections').where({ id }).update({ schedule_enabled: false });
  await keepSyncSchedule(deps, id);
  await keepSyncSchedule(deps, id);
  await expect(scheduleOf(id)).rejects.toThrow(ScheduleNotFoundError);
});

test('a worker that starts brings back what the scheduler has lost', async () => {
  const [kept, disabled] = [await connection(), await connection()];
  await own.admin('connections').where({ id: disabled }).update({ status: 'revoked' });
  expect(await keepAllSyncSchedules({ database: own.app, temporal, clock: systemClock, logger: silent })).toBe(1);
  expect((await scheduleOf(kept)).action.type).toBe('startWorkflow');
  await expect(scheduleOf(disabled)).rejects.toThrow(ScheduleNotFoundError);
  await temporal.client.schedule.getHandle(syncScheduleId(kept)).delete();
});

test('one that the scheduler refuses keeps no other from it', async () => {
  const [refused, fine] = [await connection(), await connection()];
  await own.admin('connections').where({ id: refused }).update({ schedule_timezone: 'europe/paris' });
  await keepAllSyncSchedules({ database: own.app, temporal, clock: systemClock, logger: silent });
  expect((await scheduleOf(fine)).spec.timezone).toBe('Europe/Paris');
  await expect(scheduleOf(refused)).rejects.toThrow(ScheduleNotFoundError);
  await temporal.client.schedule.getHandle(syncScheduleId(fine)).delete();
});
