import { expect, test } from '@jest/globals';
import {
  batchDoneState,
  batchSummary,
  currentDetails,
  drainingState,
  isDrained,
  mustContinueAsNew,
  startedState,
  waitingState,
  wokenState,
} from '../../workflows/capacity-recompute/capacity-recompute.state';

const AT = Date.UTC(2026, 10, 23, 21, 0, 0);
const batch = (remainingPeople: number) => ({ people: 50, changedWeeks: 7, remainingPeople });

test('a run begins by draining, and is not drained before its first batch', () => {
  const state = drainingState(startedState(undefined));
  expect(state.phase).toBe('draining');
  expect(isDrained(state)).toBe(false);
  expect(state.progress).toEqual({ peopleDone: 0, batches: 0, changedWeeks: 0, lastDrainedAt: null });
});

test('batches add up, and the one that leaves nobody ends the drain', () => {
  const one = batchDoneState(drainingState(startedState(undefined)), batch(10), AT);
  expect(isDrained(one)).toBe(false);
  const two = batchDoneState(one, { people: 10, changedWeeks: 0, remainingPeople: 0 }, AT + 1_000);
  expect(isDrained(two)).toBe(true);
  expect(two.progress).toEqual({
    peopleDone: 60,
    batches: 2,
    changedWeeks: 7,
    lastDrainedAt: '2026-11-23T21:00:01.000Z',
  });
});

test('a wake during a drain outlives it; the next drain answers it', () => {
  const draining = drainingState(startedState(undefined));
  expect(draining.woken).toBe(false);
  const done = waitingState(batchDoneState(wokenState(wokenState(draining)), batch(0), AT), 'window');
  expect(done.woken).toBe(true);
  expect(drainingState(done).woken).toBe(false);
});

test('progress is carried over continue-as-new, the count of this run is not', () => {
  const before = batchDoneState(startedState(undefined), batch(5), AT);
  const after = startedState(before.progress);
  expect(after.progress).toEqual(before.progress);
  expect(after.batchesOfRun).toBe(0);
});

test.each([
  [1, false, false],
  [2, false, true],
  [3, false, true],
  [1, true, true],
])('after %d batches, suggested %s: continue as new is %s', (batches, suggested, expected) => {
  let state = startedState(undefined);
  for (let index = 0; index < batches; index += 1) state = batchDoneState(state, batch(1), AT);
  expect(mustContinueAsNew(state, { maxBatchesPerRun: 2, suggested })).toBe(expected);
});

test('the Web UI texts name the batch and the counts', () => {
  const state = drainingState(startedState(undefined));
  expect(batchSummary(state)).toBe('Recompute batch 1');
  const next = batchDoneState(state, batch(10), AT);
  expect(batchSummary(next)).toBe('Recompute batch 2, 10 people left');
  expect(currentDetails(next)).toContain('people recomputed: 50 in 1 batches');
  expect(currentDetails(waitingState(next, 'idle'))).toContain('Up to date');
});
