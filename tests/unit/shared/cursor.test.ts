import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../../src/shared/cursor';

test('what was encoded comes back, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (sortValue, id) => {
      const text = encodeCursor({ sortValue, id });
      expect(text).toMatch(/^[\w-]+$/);
      expect(decodeCursor(text)).toEqual({ sortValue, id });
    }),
  );
});

test.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['no JSON', Buffer.from('Ada').toString('base64url')],
  ['another shape', Buffer.from('{"sortValue":"Ada"}').toString('base64url')],
  ['too short', Buffer.from('["Ada"]').toString('base64url')],
  ['too long', Buffer.from('["Ada","1","2"]').toString('base64url')],
  ['other types', Buffer.from('[1,2]').toString('base64url')],
  ['null', Buffer.from('null').toString('base64url')],
])('%s is refused by name', (_, text) => {
  expect(() => decodeCursor(text)).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      details: { errors: [expect.objectContaining({ pointer: '/query/cursor', code: 'invalid_cursor' })] },
    }),
  );
});
