/** First in the chain: request id, one log line, metrics, and every error turned into a problem document. */
import { randomUUID } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import { DomainError } from '../../shared/domain-error';
import type { Logger } from '../../platform/logger';
import type { Metrics } from '../../platform/metrics';
import { plainProblem, problemOf, type Problem } from '../problem';

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Keeps the caller's `X-Request-Id` when it is harmless, else makes one; answers it in every response. */
export function requestContext(logger: Logger, metrics: Metrics): Middleware {
  return async (ctx: Context, next: Next) => {
    const startedAt = performance.now();
    const given = ctx.get('X-Request-Id');
    const requestId = REQUEST_ID.test(given) ? given : randomUUID();
    ctx.state['requestId'] = requestId;
    ctx.set('X-Request-Id', requestId);
    try {
      await nextIfReadable(ctx, next);
      if (ctx.status === 404 && ctx.body === undefined)
        answerProblem(
          ctx,
          plainProblem({ status: 404, code: 'not_found', detail: 'There is nothing at this address.' }, requestId),
        );
      // The router says 501 of a method it never heard of, such as TRACE; to the caller that is the same.
      if (ctx.status === 405 || ctx.status === 501)
        answerProblem(
          ctx,
          plainProblem(
            { status: 405, code: 'method_not_allowed', detail: 'This address does not know that method.' },
            requestId,
          ),
        );
    } catch (error) {
      answerError(ctx, error, logger);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const route = (ctx.state['route'] as string | undefined) ?? 'unmatched';
    metrics.httpSeconds.observe({ route, method: ctx.method, status: String(ctx.status) }, seconds);
    logger.info(
      {
        request_id: requestId,
        route,
        status: ctx.status,
        duration_ms: Math.round(seconds * 1000),
        organization_id: (ctx.state['claims'] as { organizationId?: string } | undefined)?.organizationId,
      },
      'request',
    );
  };
}

/** A request line may hold a whole address, and one that is none fails wherever it is first taken apart. @throws DomainError malformed_body */
async function nextIfReadable(ctx: Context, next: Next): Promise<void> {
  if (!ctx.url.startsWith('/') && ctx.url !== '*' && !URL.canParse(ctx.url))
    throw new DomainError('malformed_body', 'The address of the request cannot be read.');
  await next();
}

function answerError(ctx: Context, error: unknown, logger: Logger): void {
  const requestId = ctx.state['requestId'] as string;
  if (error instanceof DomainError) {
    const problem = problemOf(error, requestId);
    const retryAfter = error.details['retry_after_seconds'];
    if (problem.status === 503 || problem.status === 429)
      ctx.set('Retry-After', String(typeof retryAfter === 'number' ? retryAfter : 2));
    if (problem.status === 401) ctx.set('WWW-Authenticate', 'Bearer');
    answerProblem(ctx, problem);
    return;
  }
  logger.error({ err: error, request_id: requestId }, 'unexpected error');
  answerProblem(
    ctx,
    plainProblem(
      { status: 500, code: 'internal_error', detail: 'Something went wrong on our side; the request id names it.' },
      requestId,
    ),
  );
}

function answerProblem(ctx: Context, problem: Problem): void {
  ctx.status = problem.status;
  ctx.body = problem;
  ctx.type = 'application/problem+json';
}
