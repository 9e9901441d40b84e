/** Transitions of the sync workflow's state. */
import { describe, expect, test } from '@jest/globals';
import type { ClaimedRun } from '../../src/domains/syncs/sync-steps.types';
import {
  claimedState,
  currentDetails,
  lookingState,
  mustContinueAsNew,
  progressOf,
  startedState,
  steppedState,
  stepSummary,
  wokenState,
} from '../../workflows/sync/sync-connection.state';

const run: ClaimedRun = { runId: 'r', kind: 'roster', dryRun: false, phase: 'pulling', done: 0, total: null };
const started = startedState(2);
const claimed = claimedState(lookingState(started), run);

test('looking for runs answers earlier wakes, and a later one is remembered', () => {
  expect(started.woken).toBe(true);
  expect(lookingState(started)).toMatchObject({ woken: false, steps: 1 });
  expect(wokenState(wokenState(lookingState(started))).woken).toBe(true);
});

test('a step moves the run on; its end is counted once', () => {
  const applying = steppedState(claimed, { phase: 'applying', done: 20, total: 60 });
  expect([applying.run, applying.runs]).toEqual([{ ...run, phase: 'applying', done: 20, total: 60 }, 2]);
  const ended = steppedState(applying, { phase: 'ended', done: 60, total: 60 });
  expect([ended.run, ended.runs, ended.steps]).toEqual([null, 3, 3]);
  expect(steppedState(ended, { phase: 'ended', done: 0, total: null })).toEqual(ended);
});

test.each([
  [{ maxSteps: 2, suggested: false }, false],
  [{ maxSteps: 1, suggested: false }, true],
  [{ maxSteps: 9, suggested: true }, true],
])('after one step, %j: %s', (limits, expected) => {
  expect(mustContinueAsNew(lookingState(started), limits)).toBe(expected);
});

describe('what operators see', () => {
  test('phase and counts', () => {
    const applying = steppedState(claimed, { phase: 'applying', done: 20, total: 60 });
    expect(stepSummary(applying)).toBe('Roster: applying, 20 of 60 records');
    expect(stepSummary({ ...claimed, run: { ...run, dryRun: true } })).toBe('Roster (dry run): pulling, 0 records');
    expect(progressOf(applying)).toEqual({ runId: 'r', phase: 'applying', done: 20, total: 60 });
    expect(currentDetails(applying)).toContain('syncs that ended here: 2');
  });

  test('nothing under way, and waiting for a person', () => {
    expect(progressOf(started)).toEqual({ runId: null, phase: 'waiting', done: 0, total: null });
    expect(currentDetails(started)).toContain('Between syncs');
    const parked = steppedState(claimed, { phase: 'waiting_for_credentials', done: 3, total: null });
    expect(currentDetails(parked)).toContain('Waits for credentials');
  });
});
