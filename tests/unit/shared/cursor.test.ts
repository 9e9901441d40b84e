import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../../src/shared/cursor';
import { DomainError } from '../../../src/shared/domain-error';

const ID = '01a20ab5-0b97-7137-a1bf-dd74bdba9250';

test('what was encoded is decoded, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (sortValue, id) => {
      fc.pre(sortValue.isWellFormed() && !sortValue.includes('\u0000'));
      expect(decodeCursor(encodeCursor({ sortValue, id }))).toEqual({ sortValue, id });
    }),
  );
});

test('a list by date takes a date', () => {
  const cursor = { sortValue: '2026-11-23', id: ID };
  expect(decodeCursor(encodeCursor(cursor), 'date')).toEqual(cursor);
});

test('a list of changes keeps when it began', () => {
  const cursor = { sortValue: 'a', id: ID, until: '2026-11-23T10:00:00.123Z' };
  expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
});

test('a cursor is safe in an address', () => {
  expect(encodeCursor({ sortValue: 'é/?&+ ', id: ID })).toMatch(/^[\w-]+$/);
});

describe('what is no cursor is refused with its pointer', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  function refusalOf(text: string, kind: 'text' | 'date'): unknown {
    try {
      return decodeCursor(text, kind);
    } catch (error) {
      return error;
    }
  }

  test.each<[string, 'text' | 'date']>([
    ['', 'text'],
    ['x', 'text'],
    ['!!!', 'text'],
    [encode({}), 'text'],
    [encode([ID]), 'text'],
    [encode(['a', 1]), 'text'],
    [encode(['a', ID, 'c']), 'text'],
    [encode(['a', ID, 3]), 'text'],
    [encode(['a', ID, '2026-02-30T10:00:00.123Z']), 'text'],
    [encode(['a', ID, '9026-02-03T10:00:00.123Z']), 'text'],
    [encode(['a', ID, '2026-02-03T10:00:00.123Z', 'd']), 'text'],
    [encode(null), 'text'],
    [encode(['a', 'no uuid']), 'text'],
    [encode(['\u0000', ID]), 'text'],
    [encode(['a', ID]), 'date'],
    [encode(['9999999-01-01', ID]), 'date'],
  ])('%j by %s', (text, kind) => {
    const error = refusalOf(text, kind);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'validation_failed', details: { errors: [{ pointer: '/query/cursor' }] } });
  });
});
