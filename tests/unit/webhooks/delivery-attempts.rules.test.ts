import { describe, expect, test } from '@jest/globals';
import {
  disabledBy,
  DISABLE_AFTER_MS,
  GIVE_UP_AFTER_MS,
  healthAfterDelivery,
  healthAfterFailure,
  isProbing,
  nextAttemptAt,
} from '../../../src/domains/webhooks/delivery-attempts.rules';
import type { WebhookHealth } from '../../../src/domains/webhooks/webhooks.types';

const NOW = new Date('2026-11-25T08:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const HEALTHY: WebhookHealth = { consecutiveFailures: 0, failingSince: null, quietUntil: null, lastDeliveredAt: null };
const failing = (consecutiveFailures: number): WebhookHealth => ({
  ...HEALTHY,
  consecutiveFailures,
  failingSince: NOW,
});

describe('the next attempt', () => {
  const giveUpAt = later(GIVE_UP_AFTER_MS);
  const waitMs = (attempts: number, retryAfterMs: number | null = null): number | undefined => {
    const next = nextAttemptAt({ attempts, retryAfterMs, isPermanent: false, giveUpAt }, NOW);
    return next === null ? undefined : next.getTime() - NOW.getTime();
  };

  test.each([
    [1, 5_000],
    [2, 30_000],
    [3, 120_000],
    [6, 3_600_000],
    [9, 21_600_000],
    [10, 21_600_000],
    [500, 21_600_000],
  ])('after attempt %i comes %i ms later', (attempts, expected) => {
    expect(waitMs(attempts)).toBe(expected);
  });

  test('is not before the receiver wants it, nor before its own turn', () => {
    expect(waitMs(1, 60_000)).toBe(60_000);
    expect(waitMs(3, 60_000)).toBe(120_000);
  });

  test('does not come when the time is over or the refusal is final', () => {
    const failed = { attempts: 1, retryAfterMs: null, isPermanent: false };
    expect(nextAttemptAt({ ...failed, giveUpAt: NOW }, NOW)).toBeNull();
    expect(nextAttemptAt({ ...failed, giveUpAt, isPermanent: true }, NOW)).toBeNull();
  });
});

describe('a receiver', () => {
  test.each([
    [0, 0],
    [3, 0],
    [4, 30_000],
    [5, 60_000],
    [6, 120_000],
    [20, 3_600_000],
    [2_000, 3_600_000],
  ])('that failed %i times and fails again is left alone for %i ms', (before, quietMs) => {
    const after = healthAfterFailure(failing(before), { now: NOW, retryAfterMs: null });
    expect(after.quietUntil).toEqual(quietMs === 0 ? null : later(quietMs));
    expect(after).toMatchObject({ consecutiveFailures: before + 1, failingSince: NOW });
  });

  test('is left alone as long as it asks for', () => {
    expect(healthAfterFailure(HEALTHY, { now: NOW, retryAfterMs: 90_000 }).quietUntil).toEqual(later(90_000));
  });

  test('keeps the day of its first failure, and forgets all of them with one success', () => {
    const second = healthAfterFailure(failing(1), { now: later(1_000), retryAfterMs: null });
    expect(second.failingSince).toEqual(NOW);
    expect(healthAfterDelivery(NOW)).toEqual({ ...HEALTHY, lastDeliveredAt: NOW });
  });

  test('is probed from the fifth failure on', () => {
    expect([4, 5].map((failures) => isProbing(failing(failures)))).toEqual([false, true]);
  });
});

test.each([
  ['only failed for five days', failing(5), DISABLE_AFTER_MS, false, 'failing'],
  ['failed a little less long', failing(5), DISABLE_AFTER_MS - 1, false, null],
  ['failed long ago, and hardly ever tried', failing(4), DISABLE_AFTER_MS * 10, false, null],
  ['never failed', HEALTHY, 0, false, null],
  ['is gone', HEALTHY, 0, true, 'gone'],
])('a webhook whose receiver %s', (_, health, ms, isGone, reason) => {
  expect(disabledBy(health, { now: later(ms), isGone })).toBe(reason);
});

test('a message is tried for longer than it takes to disable its webhook', () => {
  expect(GIVE_UP_AFTER_MS).toBeGreaterThan(DISABLE_AFTER_MS);
});
