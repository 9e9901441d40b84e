import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { KnownTokens } from '../../../src/platform/known-tokens';

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
const owner = { userId: 'u', organizationId: 'o' };
const at = (ms: number): Date => new Date(1_000_000 + ms);

test('a use is to be noted once a minute', () => {
  const known = new KnownTokens();
  expect(known.ownerOf(hash('a'))).toBeUndefined();
  expect([0, 1, 59_999, 60_000, 60_001].map((ms) => known.see(hash('a'), owner, at(ms)))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(known.ownerOf(hash('a'))).toMatchObject(owner);
});

test('ten thousand are remembered, the one seen first is forgotten first', () => {
  const known = new KnownTokens();
  for (let index = 0; index <= 10_000; index += 1) known.see(hash(String(index)), owner, at(0));
  expect(known.ownerOf(hash('0'))).toBeUndefined();
  expect(known.ownerOf(hash('1'))).toBeDefined();
});
