import { expect, test } from '@jest/globals';
import { assertInOrder } from '../../../src/shared/assert-in-order';
import type { DomainError } from '../../../src/shared/domain-error';

function refusalOf(range: Record<string, string | null | undefined>, at?: string): unknown {
  try {
    assertInOrder(range, at);
    return undefined;
  } catch (error) {
    return (error as DomainError).details.errors;
  }
}

test.each([
  [{ starts_on: '2026-11-23', ends_on: '2026-11-23' }],
  [{ starts_on: '2026-11-23', ends_on: null }],
  [{ starts_on: null, ends_on: '2026-11-23' }],
  [{ from: undefined, to: undefined }],
])('%j is in order', (range) => {
  expect(refusalOf(range)).toBeUndefined();
});

test('an end before the start is refused at the end, by the names given', () => {
  const message = 'ends_on is before starts_on';
  const range = { starts_on: '2026-11-23', ends_on: '2026-11-22' };
  expect(refusalOf(range)).toEqual([{ pointer: '/ends_on', code: 'range_reversed', message }]);
  expect(refusalOf(range, '/7')).toEqual([{ pointer: '/7/ends_on', code: 'range_reversed', message }]);
});
