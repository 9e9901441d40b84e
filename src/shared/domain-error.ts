/** The one error commands throw. What it means over HTTP or to a retrying activity is decided at those borders, not here. */

/** Every reason a command may refuse for; part of the public contract, so a code is never renamed. */
export const domainErrorCodes = [
  'validation_failed',
  'malformed_body',
  'reference_not_found',
  'unauthenticated',
  'invalid_credentials',
  'token_expired',
  'refresh_token_reused',
  'forbidden',
  'own_request',
  'not_an_approver',
  'not_found',
  'as_of_unavailable',
  'conflict',
  'duplicate',
  'planning_conflict',
  'period_closed',
  'provider_record',
  'order_incomplete',
  'overlapping_span',
  'dependency_cycle',
  'last_owner',
  'run_finished',
  'already_decided',
  'step_closed',
  'stale_version',
  'payload_too_large',
  'unsupported_media_type',
  'idempotency_key_reused',
  'idempotency_key_in_use',
  'too_many_requests',
  'dependency_unavailable',
] as const;

export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** One bad field: `pointer` is an RFC 6901 pointer into the body, or `/query/name` and `/path/name` outside it. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

/** A refusal with a stable code, a sentence for a person, and facts for a program. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> & { errors?: readonly FieldError[] } = {},
  ) {
    super(message);
  }
}

/** A refusal of one field, e.g. `invalidField('/percent', 'out_of_range', 'percent must be above 0')`. */
export function invalidField(pointer: string, code: string, message: string): DomainError {
  return new DomainError('validation_failed', message, { errors: [{ pointer, code, message }] });
}

/** A body reference to a record that is unknown or of another organisation: the two are answered alike. */
export function referenceNotFound(pointer: string): DomainError {
  const message = 'no such record';
  return new DomainError('reference_not_found', `${pointer}: ${message}`, {
    errors: [{ pointer, code: 'reference_not_found', message }],
  });
}
