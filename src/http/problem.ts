/** Errors as RFC 9457 problem documents, with v9's `error` member beside them. The only place that knows statuses. */
import { type DomainError, type DomainErrorCode, type FieldError } from '../shared/domain-error';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: readonly FieldError[];
  request_id: string;
  error: { code: string; message: string; details: Record<string, unknown> };
}

const statusOf: Record<DomainErrorCode, readonly [status: number, title: string]> = {
  validation_failed: [400, 'The request is not valid'],
  malformed_body: [400, 'The body cannot be read'],
  reference_not_found: [400, 'The request refers to something that does not exist'],
  unauthenticated: [401, 'Sign in first'],
  invalid_credentials: [401, 'Wrong e-mail address or password'],
  token_expired: [401, 'The token has expired'],
  refresh_token_reused: [401, 'The refresh token was used before'],
  forbidden: [403, 'Not allowed'],
  own_request: [403, 'It is your own request'],
  not_an_approver: [403, 'You are not asked about it'],
  not_found: [404, 'Not found'],
  as_of_unavailable: [404, 'Not known as of then'],
  conflict: [409, 'Conflict with the present state'],
  duplicate: [409, 'It exists already'],
  planning_conflict: [409, 'The plan would have conflicts'],
  period_closed: [409, 'The month is closed'],
  provider_record: [409, 'The record belongs to a provider'],
  order_incomplete: [409, 'The order cannot be made yet'],
  overlapping_span: [409, 'The dates overlap'],
  dependency_cycle: [409, 'The tasks would wait for one another'],
  last_owner: [409, 'An organisation keeps an owner'],
  run_finished: [409, 'The run has ended'],
  already_decided: [409, 'It is decided already'],
  step_closed: [409, 'The level is not open'],
  stale_version: [412, 'Changed meanwhile'],
  payload_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  idempotency_key_reused: [422, 'The idempotency key belongs to another request'],
  idempotency_key_in_use: [409, 'The same request is still running'],
  too_many_requests: [429, 'Too many requests'],
  dependency_unavailable: [503, 'A dependency is away'],
};

/** Every code a domain error can have, with its status, by status. */
export const refusals = Object.entries(statusOf)
  .map(([code, [status, title]]) => ({ code, status, title }))
  .sort((a, b) => a.status - b.status);

/** The statuses any operation may answer with besides its successes. */
export const problemStatuses = [...new Set(refusals.map(({ status }) => status))];

/** The problem document of a domain error, with the seconds to wait where waiting helps. */
export function problemOf(error: DomainError, requestId: string): Problem {
  const [status, title] = statusOf[error.code];
  const { errors = [], ...details } = error.details;
  return buildProblem({ status, title, code: error.code, detail: error.message, errors, details, requestId });
}

/** A problem outside the domain's codes, e.g. 404 for an unknown path or 500 for our own fault. */
export function plainProblem(
  { status, code, detail }: { status: number; code: string; detail: string },
  requestId: string,
): Problem {
  return buildProblem({ status, title: detail, code, detail, errors: [], details: {}, requestId });
}

function buildProblem(parts: {
  status: number;
  title: string;
  code: string;
  detail: string;
  errors: readonly FieldError[];
  details: Record<string, unknown>;
  requestId: string;
}): Problem {
  const { status, title, code, detail, errors, details, requestId } = parts;
  return {
    type: `/problems/${code.replaceAll('_', '-')}`,
    title,
    status,
    detail,
    code,
    errors,
    request_id: requestId,
    ...details,
    error: { code, message: detail, details: errors.length > 0 ? { ...details, errors } : details },
  };
}
