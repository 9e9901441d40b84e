/** Ledgers, explanations and runs as they are answered. */
import { fromEpochDay } from '../../shared/calendar-dates';
import { paceOf } from './capacity-run-pace.rules';
import type { CapacityRun } from './capacity-runs.types';
import { ledgerFigures, type DayRange, type FigureColumns } from './capacity.types';

/** One item per person and day, ordered by person, then date. */
export function presentDays(ledgers: ReadonlyMap<string, FigureColumns>, range: DayRange): object[] {
  const personIds = [...ledgers.keys()].sort();
  return personIds.flatMap((personId) => {
    const columns = ledgers.get(personId);
    if (columns === undefined) return [];
    return Array.from({ length: range.to - range.from }, (_, index) => ({
      person_id: personId,
      date: fromEpochDay(range.from + index),
      ...Object.fromEntries(ledgerFigures.map((figure) => [`${figure}_minutes`, columns[figure][index] ?? 0])),
    }));
  });
}

/** A recompute run as it is at `now`; `done` and `total` count people. */
export function presentRun(run: CapacityRun, now: Date): object {
  const pace = paceOf(run, now);
  return {
    id: run.id,
    version: run.version,
    state: run.state,
    mode: run.mode,
    done: run.donePeople,
    total: run.totalPeople,
    people_per_second: pace.peoplePerSecond,
    seconds_left: pace.secondsLeft,
    changed_weeks: run.changedWeeks,
    workflow_id: run.workflowId,
    started_by: run.startedBy,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    error: run.errorCode,
  };
}
