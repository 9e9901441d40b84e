import { expect, test } from '@jest/globals';
import { DerivedTokens, hashOfToken } from '../../../src/platform/derived-tokens';

const subject = 'invitation/0198/1';

test('a subject has one token, which another subject or key has not', () => {
  const tokens = new DerivedTokens(['new', 'old']);
  expect(tokens.derive(subject)).toMatch(/^[\w-]{43}$/);
  expect(tokens.derive(subject)).toBe(tokens.derive(subject));
  expect(tokens.derive('invitation/0198/2')).not.toBe(tokens.derive(subject));
  expect(new DerivedTokens(['old']).derive(subject)).not.toBe(tokens.derive(subject));
});

test('a token that an older key derived is recovered as long as the key is in the ring', () => {
  const before = new DerivedTokens(['old']).derive(subject);
  const hash = hashOfToken(before);
  expect(new DerivedTokens(['new', 'old']).recover(subject, hash)).toBe(before);
  expect(new DerivedTokens(['new']).recover(subject, hash)).toBeUndefined();
  expect(new DerivedTokens(['old']).recover('another', hash)).toBeUndefined();
});

test('without a key there is no token', () => {
  expect(() => new DerivedTokens([]).derive(subject)).toThrow('key');
});
