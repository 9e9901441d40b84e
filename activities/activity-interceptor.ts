/**
 * What surrounds every activity: the call context of whoever caused it, ids on its log lines, a
 * heartbeat, and errors translated for
 * Temporal. A failure's message is a code: texts may hold data, and histories are read by operators.
 */
import type { Context } from '@temporalio/activity';
import {
  ApplicationFailure,
  ApplicationFailureCategory,
  defaultPayloadConverter,
  TemporalFailure,
  type Headers,
} from '@temporalio/common';
import type { ActivityInboundCallsInterceptor, ActivityInterceptors } from '@temporalio/worker';
import { currentCallContext, runWithCallContext, type CallContext } from '../src/platform/call-context';
import { withHeartbeat } from './heartbeat';
import type { Logger } from '../src/platform/logger';
import { MailRefusedError } from '../src/platform/mailer';
import { DomainError, type DomainErrorCode } from '../src/shared/domain-error';
import { CONTEXT_HEADER, parseCallContext } from '../temporal-config/context-header';

/** Whether trying again can help. A refusal of what was asked never changes by asking again. */
export const retryableByCode: Readonly<Record<DomainErrorCode, boolean>> = {
  validation_failed: false,
  malformed_body: false,
  reference_not_found: false,
  unauthenticated: false,
  invalid_credentials: false,
  token_expired: false,
  refresh_token_reused: false,
  forbidden: false,
  own_request: false,
  not_an_approver: false,
  not_found: false,
  as_of_unavailable: false,
  conflict: true,
  duplicate: false,
  planning_conflict: false,
  period_closed: false,
  overlapping_span: false,
  dependency_cycle: false,
  last_owner: false,
  run_finished: false,
  already_decided: false,
  step_closed: false,
  provider_record: false,
  order_incomplete: false,
  stale_version: true,
  payload_too_large: false,
  unsupported_media_type: false,
  idempotency_key_reused: false,
  idempotency_key_in_use: true,
  too_many_requests: true,
  dependency_unavailable: true,
};

/** One per activity attempt; install it after the OpenTelemetry interceptor. */
export function activityInterceptor(logger: Logger): (context: Context) => ActivityInterceptors {
  return (context) => ({
    inbound: inbound(context, logger),
    outbound: {
      getLogAttributes: (input, next) => {
        const caller = currentCallContext();
        if (caller === undefined) return next(input);
        return next({
          ...input,
          correlationId: caller.correlationId,
          tenantId: caller.tenantId,
          actorId: caller.actorId,
        });
      },
    },
  });
}

function inbound(context: Context, logger: Logger): ActivityInboundCallsInterceptor {
  const { info } = context;
  return {
    execute: (input, next) => {
      const fallback = {
        correlationId: info.workflowExecution?.workflowId ?? info.activityId,
        tenantId: null,
        actorId: null,
      };
      const caller = contextOf(input.headers) ?? fallback;
      return runWithCallContext(caller, async () => {
        try {
          return await withHeartbeat(context, () => next(input));
        } catch (error) {
          const { activityType, attempt, workflowExecution } = info;
          if (!(error instanceof TemporalFailure) && !isAskedToWait(error)) {
            logger.warn({ err: error, activityType, attempt, ...workflowExecution, ...caller }, 'an activity failed');
          }
          throw toActivityFailure(error);
        }
      });
    },
  };
}

/**
 * Domain errors become failures of the same type, retryable or not by `retryableByCode`, and not before `retry_after_ms` when they
 * say so (being asked to wait is no failure, and not logged as one); mail that was refused for good is
 * not retried; Temporal's own failures (cancellation among them) pass; anything else is a defect or an outage and is retried, named by its class alone.
 */
export function toActivityFailure(error: unknown): unknown {
  if (error instanceof TemporalFailure) return error;
  if (error instanceof DomainError) {
    return ApplicationFailure.create({
      type: error.code,
      message: error.code,
      nonRetryable: !retryableByCode[error.code],
      ...nextDelayOf(error),
      ...(isAskedToWait(error) ? { category: ApplicationFailureCategory.BENIGN } : {}),
    });
  }
  if (error instanceof MailRefusedError) {
    return ApplicationFailure.create({ type: 'mail_refused', message: error.message, nonRetryable: true });
  }
  const type = error instanceof Error ? error.name : 'UnknownError';
  return ApplicationFailure.create({ type, message: `unexpected ${type}, see the worker's log` });
}

/** Nothing was attempted: this worker does enough of the kind already. */
function isAskedToWait(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'too_many_requests' && 'retry_after_ms' in error.details;
}

function nextDelayOf({ details }: DomainError): { nextRetryDelay?: number } {
  const wait = details['retry_after_ms'];
  return typeof wait === 'number' ? { nextRetryDelay: wait } : {};
}

function contextOf(headers: Headers): CallContext | undefined {
  const payload = headers[CONTEXT_HEADER];
  return payload === undefined ? undefined : parseCallContext(defaultPayloadConverter.fromPayload(payload));
}
