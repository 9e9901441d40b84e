import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DEPTH, parseJson, pointerOf } from '../../../src/http/request-body';
import { DomainError } from '../../../src/shared/domain-error';

function refusalOf(text: string): { code: string; pointer: string } {
  try {
    parseJson(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('malformed_body');
    const [first] = error.details.errors ?? [];
    return { code: first?.code ?? '', pointer: first?.pointer ?? '' };
  }
  throw new Error(`${text} was accepted`);
}

test('what JSON.stringify writes is read as JSON.parse reads it', () => {
  const value = fc.jsonValue({ maxDepth: 6, noUnicodeString: false });
  fc.assert(
    fc.property(value, (given) => {
      const text = JSON.stringify(given);
      fc.pre(!text.includes('__proto__') && !text.includes('\\u0000'));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ['{"a":1,"a":2}', 'duplicate_key', '/a'],
  ['{"a":{"b":1,"b":2}}', 'duplicate_key', '/a/b'],
  ['[0,{"x/y":1,"x/y":2}]', 'duplicate_key', '/1/x~1y'],
  ['{"a":1,"\\u0061":2}', 'duplicate_key', '/a'],
  ['{"a":"x\\u0000"}', 'nul_character', '/a'],
  ['{"a\\u0000":1}', 'nul_character', '/a\u0000'],
  ['{"__proto__":1}', 'forbidden_key', '/__proto__'],
  ['{"a":1', 'invalid_json', ''],
  ['{"a":1,}', 'invalid_json', ''],
  ['{a:1}', 'invalid_json', ''],
  ['NaN', 'invalid_json', ''],
  ['{"a":1} x', 'invalid_json', ''],
  ['// c\n1', 'invalid_json', ''],
])('%s is refused as %s', (text, code, pointer) => {
  expect(refusalOf(text)).toEqual({ code, pointer });
});

describe('depth', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  test(`${String(MAX_DEPTH)} levels are read, one more is not`, () => {
    expect(parseJson(nested(MAX_DEPTH))).toBeInstanceOf(Array);
    expect(refusalOf(nested(MAX_DEPTH + 1)).code).toBe('too_deep');
    expect(refusalOf('{"a":'.repeat(MAX_DEPTH + 1) + '1' + '}'.repeat(MAX_DEPTH + 1)).code).toBe('too_deep');
  });

  test('siblings do not add up', () => {
    expect(parseJson(`[${Array.from({ length: 100 }, () => '[[]]').join(',')}]`)).toHaveLength(100);
  });
});

test('the same key in two objects is no duplicate', () => {
  expect(parseJson('[{"a":1},{"a":{"a":2}}]')).toEqual([{ a: 1 }, { a: { a: 2 } }]);
});

test('pointers escape as RFC 6901 says', () => {
  expect(pointerOf(['items', 3, 'a/b', 'c~d'])).toBe('/items/3/a~1b/c~0d');
  expect(pointerOf([])).toBe('');
});
