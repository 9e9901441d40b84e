import { describe, expect, test } from '@jest/globals';
import { isRetryable, isUnavailable, toDomainError } from '../../../src/platform/database-errors';
import { DomainError } from '../../../src/shared/domain-error';

const failure = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

test.each([
  ['40001', true],
  ['40P01', true],
  ['23505', false],
  ['57P01', false],
])('%s is worth another try: %p', (code, retry) => {
  expect(isRetryable(failure(code))).toBe(retry);
});

test.each([
  ['23505', 'duplicate'],
  ['23P01', 'overlapping_span'],
  ['23503', 'reference_not_found'],
  ['55P03', 'conflict'],
  ['57014', 'dependency_unavailable'],
  ['ECONNREFUSED', 'dependency_unavailable'],
  ['57P01', 'dependency_unavailable'],
  ['53300', 'dependency_unavailable'],
])('%s is %s to the domain', (code, expected) => {
  expect(toDomainError(failure(code))).toMatchObject({ name: 'DomainError', code: expected });
});

describe('what is not known stays what it was', () => {
  test.each([failure('42703'), new Error('duplicate key value'), new DomainError('forbidden', 'no'), 'text', null])(
    '%p',
    (error) => {
      expect(toDomainError(error)).toBe(error);
      expect(isUnavailable(error)).toBe(false);
    },
  );
});

test('several refused addresses at once are one absence', () => {
  expect(isUnavailable(new AggregateError([failure('ECONNREFUSED'), failure('ECONNREFUSED')]))).toBe(true);
  expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
});
