/** READINGS 44. */
import { describe, expect, test } from '@jest/globals';
import {
  firstRefreshToken,
  hashRefreshToken,
  judgeRefresh,
  REUSE_GRACE_MS,
  sessionIdOf,
  successorOf,
} from '../../../src/domains/sessions/refresh-tokens.rules';

const SESSION = '019ab000-0000-7000-8000-000000000001';
const KEY = 'a key of the server';
const NOW = new Date('2026-11-23T12:00:00Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

describe('tokens', () => {
  test('the first is random and names its session', () => {
    const token = firstRefreshToken(SESSION);
    expect(sessionIdOf(token)).toBe(SESSION);
    expect(firstRefreshToken(SESSION)).not.toBe(token);
  });

  test('a successor is the same each time, of the same session, and depends on token and key', () => {
    const token = firstRefreshToken(SESSION);
    const successor = successorOf(token, KEY);
    expect(successorOf(token, KEY)).toBe(successor);
    expect(sessionIdOf(successor)).toBe(SESSION);
    const others = [
      token,
      successorOf(token, 'another key'),
      successorOf(firstRefreshToken(SESSION), KEY),
      successorOf(successor, KEY),
    ];
    expect(others).not.toContain(successor);
  });

  test.each(['', 'nonsense', `pcr_${SESSION}`, `pcr_${SESSION}_short`, ` ${firstRefreshToken(SESSION)}`])(
    '%j names no session',
    (text) => {
      expect(sessionIdOf(text)).toBeUndefined();
    },
  );

  test('what is stored does not hold the token', () => {
    const token = firstRefreshToken(SESSION);
    expect(hashRefreshToken(token)).toHaveLength(32);
    expect(hashRefreshToken(token).toString('utf8')).not.toContain(token);
  });
});

describe('verdict', () => {
  const [newest, spent, older] = ['newest', 'spent', 'older'].map(hashRefreshToken) as [Buffer, Buffer, Buffer];
  const session = {
    refreshHash: newest,
    spentHash: spent,
    spentAt: ago(3_000),
    expiresAt: new Date(NOW.getTime() + 1),
    revokedAt: null,
  };
  const fresh = { ...session, spentHash: null, spentAt: null };

  test.each([
    ['the newest', session, newest, 'valid'],
    ['the newest of a session never refreshed', fresh, newest, 'valid'],
    ['the last spent after 3 s', session, spent, 'repeated'],
    ['the last spent at the end of the grace', { ...session, spentAt: ago(REUSE_GRACE_MS) }, spent, 'repeated'],
    ['the last spent just after the grace', { ...session, spentAt: ago(REUSE_GRACE_MS + 1) }, spent, 'reused'],
    ['an older one', session, older, 'reused'],
    ['an unknown one of a session never refreshed', fresh, spent, 'reused'],
    ['the newest of a revoked session', { ...session, revokedAt: ago(1) }, newest, 'ended'],
    ['an older one of a revoked session', { ...session, revokedAt: ago(1) }, older, 'ended'],
    ['the newest at the moment of expiry', { ...session, expiresAt: NOW }, newest, 'ended'],
  ])('%s is %4$s', (_, stored, presented, verdict) => {
    expect(judgeRefresh(stored, presented, NOW)).toBe(verdict);
  });
});
