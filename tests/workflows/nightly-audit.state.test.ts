import { expect, test } from '@jest/globals';
import {
  auditedTally,
  failedTally,
  outputOf,
  startedTally,
  tallyDetails,
  verdictOf,
} from '../../workflows/nightly-audit/nightly-audit.state';

const start = startedTally(new Date('2026-11-23T03:10:00Z'));

test('the seed is the date, so a second run of the night draws the same people', () => {
  expect(start.seed).toBe('2026-11-23');
  expect(startedTally(new Date('2026-11-23T09:00:00Z')).seed).toBe(start.seed);
});

test('counts add up and only differing organisations are named', () => {
  const tally = auditedTally(auditedTally(start, 'a', { people: 3, differences: 0 }), 'b', {
    people: 2,
    differences: 4,
  });
  expect(tally).toMatchObject({ after: 'b', organizations: 2, people: 5, differences: 4, drifted: ['b'] });
  expect(outputOf(tally)).not.toHaveProperty('after');
  expect(tallyDetails(tally)).toContain('differences: 4');
});

test('at most twenty organisations are named, all are counted', () => {
  let tally = start;
  for (let index = 0; index < 25; index += 1)
    tally = auditedTally(tally, `o${String(index)}`, { people: 1, differences: 1 });
  expect(tally.drifted).toHaveLength(20);
  expect(tally.differences).toBe(25);
});

test.each([
  ['clean', auditedTally(start, 'a', { people: 1, differences: 0 })],
  ['LedgerDrift', auditedTally(start, 'a', { people: 1, differences: 1 })],
  ['AuditIncomplete', failedTally(start, 'a')],
  ['LedgerDrift', failedTally(auditedTally(start, 'a', { people: 1, differences: 1 }), 'b')],
])('verdict %s', (expected, tally) => {
  expect(verdictOf(tally)).toBe(expected);
});
