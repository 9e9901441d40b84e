import { expect, test } from '@jest/globals';
import { plainProblem, problemOf, problemStatuses } from '../../../src/http/problem';
import { DomainError, domainErrorCodes, type DomainErrorCode } from '../../../src/shared/domain-error';

/** API.md §1 by hand. */
const statuses: Record<DomainErrorCode, number> = {
  validation_failed: 400,
  malformed_body: 400,
  reference_not_found: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  token_expired: 401,
  refresh_token_reused: 401,
  forbidden: 403,
  own_request: 403,
  not_an_approver: 403,
  not_found: 404,
  as_of_unavailable: 404,
  conflict: 409,
  duplicate: 409,
  planning_conflict: 409,
  period_closed: 409,
  overlapping_span: 409,
  dependency_cycle: 409,
  last_owner: 409,
  run_finished: 409,
  already_decided: 409,
  step_closed: 409,
  provider_record: 409,
  order_incomplete: 409,
  idempotency_key_in_use: 409,
  stale_version: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  dependency_unavailable: 503,
};

test.each([...domainErrorCodes])('%s has its status, a title and a type of its own', (code) => {
  const problem = problemOf(new DomainError(code, 'Because.'), 'request-1');
  expect(problem).toMatchObject({
    status: statuses[code],
    type: `/problems/${code.replaceAll('_', '-')}`,
    code,
    detail: 'Because.',
    request_id: 'request-1',
    errors: [],
    error: { code, message: 'Because.', details: {} },
  });
  expect(problem.title).not.toBe('');
});

test('the document lists each status once, in order', () => {
  expect(problemStatuses).toEqual([...new Set(Object.values(statuses))].sort((a, b) => a - b));
});

test('facts and bad fields stand in the problem and in v9’s member', () => {
  const errors = [{ pointer: '/a', code: 'x', message: 'y' }];
  const problem = problemOf(new DomainError('period_closed', 'Closed.', { errors, months: ['2026-01'] }), 'r');
  expect(problem).toMatchObject({ months: ['2026-01'], errors, error: { details: { months: ['2026-01'], errors } } });
});

test('a fault of ours says nothing but its request id', () => {
  expect(plainProblem({ status: 500, code: 'internal_error', detail: 'Something went wrong.' }, 'r')).toMatchObject({
    status: 500,
    request_id: 'r',
    errors: [],
    error: { details: {} },
  });
});
