import { expect, test } from '@jest/globals';
import { paceOf } from '../../../src/domains/capacity/capacity-run-pace.rules';

const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1_000);
const run = { state: 'running', totalPeople: 200, donePeople: 50, startedAt: at(0), finishedAt: null } as const;
const unknown = { peoplePerSecond: null, secondsLeft: null };

test.each([
  ['under way', run, at(10), { peoplePerSecond: 5, secondsLeft: 30 }],
  ['a part of a second left', { ...run, donePeople: 199 }, at(10), { peoplePerSecond: 19.9, secondsLeft: 1 }],
  ['queued', { ...run, state: 'queued', donePeople: 0, startedAt: null }, at(10), unknown],
  ['nobody done', { ...run, donePeople: 0 }, at(10), unknown],
  ['no time passed', run, at(0), unknown],
  [
    'ended',
    { ...run, state: 'completed', donePeople: 200, finishedAt: at(8) },
    at(99),
    { peoplePerSecond: 25, secondsLeft: null },
  ],
  ['cancelled', { ...run, state: 'cancelled', finishedAt: at(5) }, at(99), { peoplePerSecond: 10, secondsLeft: null }],
] as const)('%s', (_, given, now, pace) => {
  expect(paceOf(given, now)).toEqual(pace);
});
