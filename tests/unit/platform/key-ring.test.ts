/** The key ring: what it opens, what it refuses, and how a key is changed. */
import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { KeyRing, SecretUnreadableError } from '../../../src/platform/secrets/key-ring';

const [older, newer] = [randomBytes(32), randomBytes(32)] as const;
const ring = new KeyRing([newer, older]);

test('any text comes back, under its own context and no other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, context, other) => {
      const ciphertext = ring.encrypt(text, context);
      expect(ring.decrypt(ciphertext, context)).toBe(text);
      if (other !== context) expect(() => ring.decrypt(ciphertext, other)).toThrow(SecretUnreadableError);
    }),
  );
});

test('the same text never has the same ciphertext, and is not in it', () => {
  const [one, two] = [ring.encrypt('a secret of somebody', 'c'), ring.encrypt('a secret of somebody', 'c')];
  expect(one.equals(two)).toBe(false);
  expect(one.includes('a secret')).toBe(false);
});

test('no bit can be changed, nor bytes taken away', () => {
  const ciphertext = ring.encrypt('a secret', 'c');
  for (let index = 0; index < ciphertext.length; index += 1) {
    const changed = Buffer.from(ciphertext);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => ring.decrypt(changed, 'c')).toThrow(SecretUnreadableError);
  }
  expect(() => ring.decrypt(ciphertext.subarray(0, -1), 'c')).toThrow(SecretUnreadableError);
  expect(() => ring.decrypt(Buffer.alloc(0), 'c')).toThrow(SecretUnreadableError);
});

test('an older key still opens what it closed, and such a ciphertext is outdated', () => {
  const ciphertext = new KeyRing([older]).encrypt('a secret', 'c');
  expect(ring.decrypt(ciphertext, 'c')).toBe('a secret');
  expect([ring.isOutdated(ciphertext), ring.isOutdated(ring.encrypt('a secret', 'c'))]).toEqual([true, false]);
  expect(() => new KeyRing([newer]).decrypt(ciphertext, 'c')).toThrow(/not among DATA_KEYS/);
});

test('a ring without a key, or with a short one, is none', () => {
  expect(() => new KeyRing([])).toThrow(/needs a key/);
  expect(() => new KeyRing([randomBytes(16)])).toThrow(/32 bytes/);
});
