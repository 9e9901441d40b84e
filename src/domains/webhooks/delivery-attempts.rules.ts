/** When a message is tried again, when its receiver is left alone, and when a webhook is disabled: pure. */
import type { DisabledReason, WebhookHealth } from './webhooks.types';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Waits after the first, second … attempt of one message; the last one repeats. */
const RETRY_AFTER_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
];

/** Failures in a row after which the receiver, and not the message, is thought to be the trouble. */
export const FAILURES_BEFORE_QUIET = 5;
const FIRST_QUIET_MS = 30 * SECOND_MS;
const LONGEST_QUIET_MS = HOUR_MS;

/** A webhook that only failed for this long is disabled. Shorter than a message is kept trying, so that none is lost before. */
export const DISABLE_AFTER_MS = 5 * DAY_MS;
/** How long a message is tried. */
export const GIVE_UP_AFTER_MS = 7 * DAY_MS;

/** A failed attempt as far as the next one depends on it. */
export interface FailedAttempt {
  /** Of this message, this one included: at least 1. */
  attempts: number;
  /** What the receiver asked for. */
  retryAfterMs: number | null;
  isPermanent: boolean;
  giveUpAt: Date;
}

/** When a message is tried again; null when it is given up. @example attempts 1: 5 s later */
export function nextAttemptAt(failed: FailedAttempt, now: Date): Date | null {
  if (failed.isPermanent || now >= failed.giveUpAt) return null;
  const waitMs = RETRY_AFTER_MS[Math.min(failed.attempts, RETRY_AFTER_MS.length) - 1] ?? HOUR_MS;
  return after(now, Math.max(waitMs, failed.retryAfterMs ?? 0));
}

/** The receiver's health after a failed attempt: from the fifth in a row on it is left alone for 30 s, 1 min … at most an hour. */
export function healthAfterFailure(
  health: WebhookHealth,
  { now, retryAfterMs }: { now: Date; retryAfterMs: number | null },
): WebhookHealth {
  const consecutiveFailures = health.consecutiveFailures + 1;
  const over = consecutiveFailures - FAILURES_BEFORE_QUIET;
  const quietMs = over < 0 ? 0 : Math.min(LONGEST_QUIET_MS, FIRST_QUIET_MS * 2 ** Math.min(over, 20));
  const waitMs = Math.max(quietMs, retryAfterMs ?? 0);
  return {
    ...health,
    consecutiveFailures,
    failingSince: health.failingSince ?? now,
    quietUntil: waitMs === 0 ? health.quietUntil : after(now, waitMs),
  };
}

/** The receiver's health after it took a message. */
export function healthAfterDelivery(now: Date): WebhookHealth {
  return { consecutiveFailures: 0, failingSince: null, quietUntil: null, lastDeliveredAt: now };
}

/** True when several failed in a row: then one message at a time finds out whether the receiver is back. */
export function isProbing({ consecutiveFailures }: WebhookHealth): boolean {
  return consecutiveFailures >= FAILURES_BEFORE_QUIET;
}

/** Why the webhook must be disabled after a failure; null while it need not. */
export function disabledBy(
  health: WebhookHealth,
  { now, isGone }: { now: Date; isGone: boolean },
): DisabledReason | null {
  if (isGone) return 'gone';
  const { failingSince } = health;
  const isLong = failingSince !== null && now.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS;
  return isLong && isProbing(health) ? 'failing' : null;
}

function after(now: Date, waitMs: number): Date {
  return new Date(now.getTime() + waitMs);
}
