import { expect, test } from '@jest/globals';
import { nextState, waitMs } from '../../workflows/approval/approval.state';

const AT = Date.UTC(2026, 10, 23, 8);
const DAY = 86_400_000;
const inMs = (ms: number): string => new Date(AT + ms).toISOString();

test.each<[string, number, string | null, number]>([
  ['nothing due: a day', 0, null, DAY],
  ['due soon', 0, inMs(5_000), 5_000],
  ['due in a week: a day all the same', 0, inMs(7 * DAY), DAY],
  ['due in the past: at once', 0, inMs(-DAY), 1],
  ['a mail waits: a minute', 1, null, 60_000],
  ['it waits for the fourth time: eight', 4, null, 480_000],
  ['it waits for long: an hour', 50, null, 3_600_000],
  ['a mail waits and something is due sooner', 9, inMs(5_000), 5_000],
])('%s', (_, failedLooks, nextDueAt, expected) => {
  expect(waitMs({ failedLooks }, { nextDueAt }, { at: AT, longestWaitMs: DAY })).toBe(expected);
});

test('looks that leave a mail are counted until one leaves none', () => {
  expect(nextState({ failedLooks: 2 }, { unsent: 1 }, false)).toEqual({ failedLooks: 3 });
  expect(nextState({ failedLooks: 3 }, { unsent: 0 }, false)).toEqual({ failedLooks: 0 });
});

test('looks that come early, since the request has changed, make nobody wait longer', () => {
  expect(nextState({ failedLooks: 0 }, { unsent: 1 }, true)).toEqual({ failedLooks: 1 });
  expect(nextState({ failedLooks: 1 }, { unsent: 2 }, true)).toEqual({ failedLooks: 1 });
  expect(nextState({ failedLooks: 3 }, { unsent: 1 }, true)).toEqual({ failedLooks: 3 });
  expect(nextState({ failedLooks: 3 }, { unsent: 0 }, true)).toEqual({ failedLooks: 0 });
});
