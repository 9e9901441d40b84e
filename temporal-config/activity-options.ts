/**
 * Timeouts and retry policies of the activities. The server notices a dead worker only by these: an attempt is given up
 * when its heartbeat is late, so a killed worker costs seconds and not the whole start-to-close time.
 */
import type { ActivityOptions } from '@temporalio/workflow';

/**
 * Recomputing one batch of people: retried for half an hour (PostgreSQL may be away), then the run fails where operators
 * see it, and the reconciler starts the next one.
 */
export const recomputeBatchOptions = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '6s',
  scheduleToCloseTimeout: '30m',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '15s' },
} satisfies ActivityOptions;

/**
 * A look at a request for approval: retried as long as it takes, since PostgreSQL comes back and nothing else reminds anybody;
 * a look that is refused for good fails the run.
 */
export const approvalLookOptions = {
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
} satisfies ActivityOptions;

/**
 * Sending what is due to a webhook, some 20 s at a time: retried as long as it takes, for PostgreSQL comes back. A receiver that
 * fails is no failure of the activity: its next attempt is in the table.
 */
export const webhookSendOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
} satisfies ActivityOptions;

/** Recomputing a sample of one organisation: longer than a batch, and not worth more than ten minutes of retries. */
export const auditOptions = {
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '10m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
} satisfies ActivityOptions;

/** Handing one mail to the mail server, which may be away, or not set up yet, for days. */
export const mailOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '7d',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
} satisfies ActivityOptions;

/** Short reads and clean-up of the reconciler and of the audit: the next scheduled run is the real retry. */
export const housekeepingOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '5m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15s', maximumAttempts: 8 },
} satisfies ActivityOptions;

/**
 * Reading a provider: one attempt reads pages for twenty seconds and may wait for the rate limit. A provider that is away is tried
 * again for six hours, slower and slower; then the run fails where people see it.
 */
export const syncPullOptions = {
  startToCloseTimeout: '5m',
  heartbeatTimeout: '15s',
  scheduleToCloseTimeout: '6h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '2m' },
} satisfies ActivityOptions;

/** Matching and applying: our own database alone. A dry run of a large organisation is one transaction of some minutes. */
export const syncWriteOptions = {
  startToCloseTimeout: '15m',
  heartbeatTimeout: '15s',
  scheduleToCloseTimeout: '6h',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
} satisfies ActivityOptions;
/** The match itself is computed in one go, some seconds for ten thousand people; the worker sends no heartbeat meanwhile. */
export const syncMatchOptions = { ...syncWriteOptions, heartbeatTimeout: '2m' } satisfies ActivityOptions;

/** Steps of erasing a person: nobody waits for them, and PostgreSQL may be away for an evening before somebody has to look. */
export const erasureOptions = {
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '12h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '2m' },
} satisfies ActivityOptions;

/** Figures and files of a scheduled report: our own database and file store, which may be away for an evening. */
export const reportStepOptions = {
  startToCloseTimeout: '10m',
  heartbeatTimeout: '6s',
  scheduleToCloseTimeout: '12h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '2m' },
} satisfies ActivityOptions;

/**
 * Delivering a report to one receiver, who may be away over a weekend: a receiver that fails brings its own delays, up to an hour apart, and so
 * does a worker that sends enough already. Those here are for workers and databases that are away, and short, since such delays are counted in.
 */
export const reportDeliveryOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '6s',
  scheduleToCloseTimeout: '3d',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
} satisfies ActivityOptions;
