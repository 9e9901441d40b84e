import { expect, test } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { retryableByCode, toActivityFailure } from '../../activities/activity-interceptor';
import { MailRefusedError } from '../../src/platform/mailer';
import { DomainError, domainErrorCodes } from '../../src/shared/domain-error';

test.each(domainErrorCodes)('%s becomes a failure of its own type and says whether to try again', (code) => {
  const failure = toActivityFailure(new DomainError(code, 'Zoé Canari is booked', { person: 'Zoé Canari' }));
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: code, message: code, nonRetryable: !retryableByCode[code] });
});

test('an outage that names a time is not tried again before', () => {
  const later = new DomainError('dependency_unavailable', 'Not now.', { retry_after_ms: 90_000 });
  expect(toActivityFailure(later)).toMatchObject({ nonRetryable: false, nextRetryDelay: 90_000 });
  expect(toActivityFailure(new DomainError('dependency_unavailable', 'Not now.'))).toMatchObject({
    nextRetryDelay: undefined,
  });
});

test('being asked to wait is no failure that anybody has to look at', () => {
  const wait = new DomainError('too_many_requests', 'Enough for now.', { retry_after_ms: 1_500 });
  expect(toActivityFailure(wait)).toMatchObject({ nonRetryable: false, nextRetryDelay: 1_500, category: 'BENIGN' });
  const refused = new DomainError('too_many_requests', 'The provider asks us to wait.');
  expect((toActivityFailure(refused) as ApplicationFailure).category).not.toBe('BENIGN');
});

test('an outage is tried again, a refusal is not', () => {
  expect(retryableByCode.dependency_unavailable).toBe(true);
  expect(retryableByCode.period_closed).toBe(false);
});

test('nothing of a text, a detail or a stack of another error gets into the failure', () => {
  const error = Object.assign(new TypeError('Key (email)=(zoe.canari@example.com) exists'), {
    detail: 'zoe.canari@example.com',
  });
  const failure = toActivityFailure(error) as ApplicationFailure;
  expect(failure.message).toBe("unexpected TypeError, see the worker's log");
  expect(failure.nonRetryable).toBe(false);
  expect(
    `${failure.message} ${failure.stack ?? ''} ${JSON.stringify(failure.details)} ${String(failure.cause)}`,
  ).not.toContain('canari');
});

test("Temporal's own failures pass unchanged", () => {
  const cancelled = new CancelledFailure('cancelled');
  expect(toActivityFailure(cancelled)).toBe(cancelled);
});

test('mail that was refused for good is not sent again', () => {
  const failure = toActivityFailure(new MailRefusedError(550));
  expect(failure).toMatchObject({ type: 'mail_refused', nonRetryable: true });
});
