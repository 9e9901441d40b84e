/** How fast a recompute run goes. Example: 50 of 200 people in 10 s are 5 people a second, and 30 s are left. */
import type { CapacityRun } from './capacity-runs.types';

/** Null where nothing can be said yet, or, of the time left, any more. */
export interface RunPace {
  /** With one decimal. */
  peoplePerSecond: number | null;
  secondsLeft: number | null;
}

/** Counted from the beginning of the first batch to `now`, or to the end of a run that has ended. */
export function paceOf(
  run: Pick<CapacityRun, 'state' | 'donePeople' | 'totalPeople' | 'startedAt' | 'finishedAt'>,
  now: Date,
): RunPace {
  const { startedAt, donePeople } = run;
  const elapsedMs = startedAt === null ? 0 : (run.finishedAt ?? now).getTime() - startedAt.getTime();
  if (elapsedMs <= 0 || donePeople === 0) return { peoplePerSecond: null, secondsLeft: null };
  const perSecond = (donePeople * 1_000) / elapsedMs;
  return {
    peoplePerSecond: Math.round(perSecond * 10) / 10,
    secondsLeft: run.state === 'running' ? Math.ceil((run.totalPeople - donePeople) / perSecond) : null,
  };
}
