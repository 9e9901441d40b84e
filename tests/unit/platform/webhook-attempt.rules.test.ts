import { describe, expect, test } from '@jest/globals';
import {
  failedWithoutAnswer,
  outcomeOfAnswer,
  retryAfterMsOf,
  webhookUrlProblem,
} from '../../../src/platform/webhook-attempt.rules';

const NOW = new Date('2026-11-25T18:00:00Z');

describe('URLs', () => {
  test.each([
    ['https://hooks.example.com/a?b=c', null, null],
    ['https://93.184.216.34/', null, null],
    ['https://[2606:4700:4700::1111]:8443/', null, null],
    ['http://hooks.example.com/', 'https', null],
    ['https://127.0.0.1/', 'not public', null],
    ['https://0x7f.1/', 'not public', null],
    ['https://[::1]/', 'not public', null],
    ['https://user@hooks.example.com/', 'user name', 'user name'],
    ['https://:secret@hooks.example.com/', 'password', 'password'],
    ['file:///etc/passwd', 'https', 'https'],
    ['hooks.example.com', 'no URL', 'no URL'],
    [`https://hooks.example.com/${'x'.repeat(2_000)}`, '2000', '2000'],
  ])('%s', (url, problem, problemInside) => {
    const said = (text: string | null) => (text === null ? null : expect.stringContaining(text));
    expect(webhookUrlProblem(url, { allowPrivateAddresses: false })).toEqual(said(problem));
    expect(webhookUrlProblem(url, { allowPrivateAddresses: true })).toEqual(said(problemInside));
  });
});

describe('answers', () => {
  test.each([
    [200, 'delivered', undefined],
    [299, 'delivered', undefined],
    [301, 'retryable', 'redirected'],
    [400, 'retryable', 'answered_with_error'],
    [404, 'retryable', 'answered_with_error'],
    [410, 'permanent', 'gone'],
    [503, 'retryable', 'answered_with_error'],
  ])('%i is %s', (status, outcome, reason) => {
    const answer = outcomeOfAnswer({ status, retryAfter: null }, NOW);
    expect(answer).toMatchObject({ outcome, status, ...(reason === undefined ? {} : { reason }) });
  });

  test('that never came are tried again, unless the URL is no good', () => {
    expect(failedWithoutAnswer('timed_out').outcome).toBe('retryable');
    expect(failedWithoutAnswer('url_refused').outcome).toBe('permanent');
  });
});

test.each([
  [null, null],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['999999999', 86_400_000],
  ['Wed, 25 Nov 2026 18:00:30 GMT', 30_000],
  ['Wed, 25 Nov 2026 17:00:00 GMT', 0],
  ['soon', null],
])('Retry-After %s', (header, wait) => {
  expect(retryAfterMsOf(header, NOW)).toBe(wait);
});
