import { expect, test } from '@jest/globals';
import { spanScope } from '../../../src/domains/capacity/span-scope.rules';

const span = (
  personId: string,
  from: string,
  to: string | null,
): { personId: string; from: string; to: string | null } => ({
  personId,
  from,
  to,
});

test('no span, no scope', () => {
  expect(spanScope([null, null], 'absence.changed')).toBeNull();
});

test.each([
  [[span('a', '2026-02-01', '2026-02-10'), null], ['a'], '2026-02-01', '2026-02-10'],
  [[span('a', '2026-02-01', '2026-02-10'), span('a', '2026-01-15', '2026-02-05')], ['a'], '2026-01-15', '2026-02-10'],
  [[span('a', '2026-02-01', '2026-02-10'), span('b', '2026-03-01', null)], ['a', 'b'], '2026-02-01', null],
  [[span('a', '2026-02-01', null), span('a', '2026-03-01', '2026-03-02')], ['a'], '2026-02-01', null],
])('%j', (spans, personIds, from, to) => {
  expect(spanScope(spans, 'absence.changed')).toEqual({ personIds, from, to, reason: 'absence.changed' });
});
