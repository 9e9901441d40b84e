/** Whose manager can be taken over from HR. */
import { expect, test } from '@jest/globals';
import { decideManagers, type ManagerLink } from '../../../src/domains/syncs/reporting-lines.rules';

const link = (personId: string, wantedId: string, changes: Partial<ManagerLink> = {}): ManagerLink => ({
  personId,
  wantedId,
  managerId: null,
  isKept: false,
  ...changes,
});
const verdicts = (links: ManagerLink[], managerOf: [string, string][] = []) =>
  decideManagers(links, new Map(managerOf)).map(({ verdict }) => verdict);

test('a manager is taken over; one that somebody chose is kept', () => {
  expect(verdicts([link('ada', 'bob'), link('cleo', 'bob', { isKept: true })])).toEqual(['write', 'kept']);
});

test('nobody reports to themselves, to a subordinate, or to a subordinate of theirs', () => {
  expect(verdicts([link('ada', 'ada')])).toEqual(['circle']);
  expect(verdicts([link('bob', 'ada')], [['ada', 'bob']])).toEqual(['circle']);
  const chain: [string, string][] = [
    ['ada', 'bob'],
    ['bob', 'cleo'],
  ];
  expect(verdicts([link('cleo', 'ada')], chain)).toEqual(['circle']);
  expect(verdicts([link('dan', 'ada')], chain)).toEqual(['write']);
});

test('each decision counts with those before it', () => {
  expect(verdicts([link('ada', 'bob'), link('bob', 'ada')])).toEqual(['write', 'circle']);
  expect(verdicts([link('ada', 'cleo'), link('bob', 'ada')], [['ada', 'bob']])).toEqual(['write', 'write']);
});

test('a circle that is there already does not hold anybody up', () => {
  const circle: [string, string][] = [
    ['ada', 'bob'],
    ['bob', 'ada'],
  ];
  expect(verdicts([link('cleo', 'ada')], circle)).toEqual(['write']);
});
