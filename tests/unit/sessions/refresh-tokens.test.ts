/** READINGS 44. */
import { expect, test } from '@jest/globals';
import {
  firstRefreshToken,
  hashRefreshToken,
  judgeRefresh,
  REUSE_GRACE_MS,
  sessionIdOf,
  successorOf,
} from '../../../src/domains/sessions/refresh-tokens.rules';

const SESSION = '01a20ab5-0b97-7137-a1bf-dd74bdba9250';
const first = firstRefreshToken(SESSION);
const second = successorOf(first, 'server key');
const now = new Date('2026-11-23T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

const session = {
  refreshHash: hashRefreshToken(second),
  spentHash: hashRefreshToken(first),
  spentAt: now,
  expiresAt: later(3_600_000),
  revokedAt: null,
};

test('tokens name their session, differ, and are kept as hashes only', () => {
  expect(sessionIdOf(first)).toBe(SESSION);
  expect(sessionIdOf(second)).toBe(SESSION);
  expect(new Set([first, second, firstRefreshToken(SESSION)]).size).toBe(3);
  expect(hashRefreshToken(first)).toHaveLength(32);
  expect(hashRefreshToken(first).toString('utf8')).not.toContain(first.slice(-20));
});

test('a successor is the same each time, and another under another key', () => {
  expect(successorOf(first, 'server key')).toBe(second);
  expect(successorOf(first, 'other key')).not.toBe(second);
});

test.each(['', 'pcr_', `pcr_${SESSION}_short`, `${SESSION}_${'a'.repeat(43)}`, `pcr_${SESSION}_${'a'.repeat(44)}`])(
  '%j is no token',
  (text) => {
    expect(sessionIdOf(text)).toBeUndefined();
  },
);

test.each([
  ['the valid token', second, 0, 'valid'],
  ['the spent one at once', first, 0, 'repeated'],
  ['the spent one at the end of the grace time', first, REUSE_GRACE_MS, 'repeated'],
  ['the spent one after it', first, REUSE_GRACE_MS + 1, 'reused'],
  ['an older or forged one', firstRefreshToken(SESSION), 0, 'reused'],
  ['any after the end', second, 3_600_000, 'ended'],
])('%s: %s', (_, token, age, verdict) => {
  expect(judgeRefresh(session, hashRefreshToken(token), later(age))).toBe(verdict);
});

test('of a revoked session every token is ended, not reused', () => {
  const revoked = { ...session, revokedAt: now };
  for (const token of [first, second]) expect(judgeRefresh(revoked, hashRefreshToken(token), now)).toBe('ended');
});

test('a session that never refreshed knows no spent token', () => {
  const fresh = { ...session, refreshHash: hashRefreshToken(first), spentHash: null, spentAt: null };
  expect(judgeRefresh(fresh, hashRefreshToken(first), now)).toBe('valid');
  expect(judgeRefresh(fresh, hashRefreshToken(second), now)).toBe('reused');
});
