import { expect, test } from '@jest/globals';
import {
  batchDoneState,
  batchSummary,
  currentDetails,
  drainingState,
  isDrained,
  mustContinueAsNew,
  shownDrain,
  startedState,
  waitingState,
  wokenState,
} from '../../workflows/capacity-recompute/capacity-recompute.state';

const AT = Date.UTC(2026, 10, 23, 21, 0, 0);
const batch = (remainingPeople: number) => ({ people: 50, changedWeeks: 7, remainingPeople });

test('a run begins by draining, and is not drained before its first batch', () => {
  const state = drainingState(startedState(undefined), AT - 2_000);
  expect(state.phase).toBe('draining');
  expect(isDrained(state)).toBe(false);
  expect(state.progress).toMatchObject({ peopleDone: 0, batches: 0, changedWeeks: 0, lastDrainedAt: null });
});

test('batches add up, and the one that leaves nobody ends the drain', () => {
  const one = batchDoneState(drainingState(startedState(undefined), AT - 2_000), batch(10), AT);
  expect(isDrained(one)).toBe(false);
  const two = batchDoneState(one, { people: 10, changedWeeks: 0, remainingPeople: 0 }, AT + 1_000);
  expect(isDrained(two)).toBe(true);
  expect(two.progress).toMatchObject({
    peopleDone: 60,
    batches: 2,
    changedWeeks: 7,
    lastDrainedAt: '2026-11-23T21:00:01.000Z',
  });
});

test('a wake during a drain outlives it; the next drain answers it', () => {
  const draining = drainingState(startedState(undefined), AT - 2_000);
  expect(draining.woken).toBe(false);
  const done = waitingState(batchDoneState(wokenState(wokenState(draining)), batch(0), AT), 'window');
  expect(done.woken).toBe(true);
  expect(drainingState(done, AT).woken).toBe(false);
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

test('a drain tells how many of how many are done, how fast, and goes on after continue-as-new', () => {
  const one = batchDoneState(drainingState(startedState(undefined), AT - 2_000), batch(100), AT);
  const drain = { startedAt: '2026-11-23T20:59:58.000Z', peopleDone: 50, peopleTotal: 150, peoplePerSecond: 25 };
  expect(one.progress.drain).toEqual(drain);
  expect(currentDetails(one)).toContain('this drain: 50 of 150 people, 25 a second');
  const carried = drainingState(startedState(one.progress), AT);
  expect(carried.progress.drain).toEqual(drain);
  const done = batchDoneState(carried, { people: 100, changedWeeks: 0, remainingPeople: 0 }, AT + 2_000);
  expect(done.progress.drain).toMatchObject({ peopleDone: 150, peopleTotal: 150, peoplePerSecond: 37.5 });
  expect(drainingState(done, AT + 9_000).progress.drain).toMatchObject({ peopleDone: 0, peopleTotal: 0 });
});

test('a drain of one batch is not shown in search attributes, one of more is, up to its end', () => {
  const draining = drainingState(startedState(undefined), AT);
  const whole = batch(0);
  expect(shownDrain(batchDoneState(draining, whole, AT), whole)).toBeNull();
  const first = batchDoneState(draining, batch(50), AT);
  expect(shownDrain(first, batch(50))).toMatchObject({ peopleDone: 50, peopleTotal: 100 });
  expect(shownDrain(batchDoneState(first, whole, AT), whole)).toMatchObject({ peopleDone: 100, peopleTotal: 100 });
});

test('the Web UI texts name the batch and the counts', () => {
  const state = drainingState(startedState(undefined), AT - 2_000);
  expect(batchSummary(state)).toBe('Recompute batch 1');
  const next = batchDoneState(state, batch(10), AT);
  expect(batchSummary(next)).toBe('Recompute batch 2, 10 people left');
  expect(currentDetails(next)).toContain('people recomputed: 50 in 1 batches');
  expect(currentDetails(waitingState(next, 'idle'))).toContain('Up to date');
});
