/** Ledgers, explanations and runs as they are answered. */
import { isAtLeast } from '../../access/role-grants';
import type { Actor } from '../../access/actor';
import { fromEpochDay } from '../../shared/calendar-dates';
import type { CapacityRun } from './capacity-runs.types';
import {
  ledgerFigures,
  type DayRange,
  type FigureColumns,
  type FigureExplanation,
  type FigurePart,
} from './capacity.types';

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

/** The type of somebody else's absence is masked for those without the right (PRODUCT.md §9). */
export function presentExplanation(explanation: FigureExplanation, personId: string, actor: Actor): object {
  const maySeeTypes = isAtLeast(actor.role, 'admin') || actor.personId === personId;
  const masked = (part: FigurePart): FigurePart =>
    part.kind === 'absence' && !maySeeTypes ? { ...part, label: 'absence' } : part;
  return { figure: explanation.figure, minutes: explanation.minutes, parts: explanation.parts.map(masked) };
}

/** A recompute run; `done` and `total` count people. */
export function presentRun(run: CapacityRun): object {
  return {
    id: run.id,
    version: run.version,
    state: run.state,
    mode: run.mode,
    done: run.donePeople,
    total: run.totalPeople,
    changed_weeks: run.changedWeeks,
    workflow_id: run.workflowId,
    started_by: run.startedBy,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    error: run.errorCode,
  };
}
