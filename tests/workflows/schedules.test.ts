import { expect, test } from '@jest/globals';
import type { NightlyAuditInput } from '../../src/domains/capacity/capacity.contract';
import type { ReconcileInput } from '../../src/domains/outbox/outbox.contract';
import { scheduleOptions } from '../../src/platform/temporal-namespace';
import { nightlyAuditSchedule, reconcileSchedule, schedules } from '../../temporal-config/schedules';
import * as workflows from '../../workflows';

test('every schedule starts a workflow that exists, with the input it takes', () => {
  expect(schedules.map(({ workflowType }) => workflowType).filter((type) => !(type in workflows))).toEqual([]);
  const audit: NightlyAuditInput = nightlyAuditSchedule.input;
  const reconcile: ReconcileInput = reconcileSchedule.input;
  expect(audit.sampleShare).toBe(0.01);
  expect(reconcile.idempotencyKeysOlderThanMs).toBe(24 * 3_600_000);
});

test('local times keep clear of the hours that a change of clocks skips or repeats', () => {
  const hours = schedules.flatMap(({ when }) => ('hour' in when ? [when.hour] : []));
  expect(hours.filter((hour) => hour < 4)).toEqual([]);
});

test('a run missed in an outage is not made up for days later', () => {
  for (const schedule of schedules) {
    expect(scheduleOptions(schedule).policies.catchupWindow).toBeLessThanOrEqual(6 * 3_600_000);
    expect(scheduleOptions(schedule).policies.overlap).toBe('SKIP');
  }
});
