/** What a write does to the plan: the same in a dry run and in the real write, but for ids and instants of what is new. */
import type { Conflict } from '../conflicts/conflicts.types';
import type { IsoDate } from '../../shared/calendar-dates';
import type { PlanChangeKind } from './plan-changes.types';

/** Net and firm minutes of one person's ISO week, before and after; only weeks whose sums changed. */
export interface ImpactFigure {
  personId: string;
  /** The Monday. */
  week: IsoDate;
  netMinutes: number;
  firmMinutes: number;
  before: { netMinutes: number; firmMinutes: number };
}

export interface Impact {
  /** Person-days of which any figure changed. */
  daysChanged: number;
  conflicts: { opened: Conflict[]; changed: Conflict[]; closed: Conflict[] };
  /** At most `MAX_IMPACT_FIGURES`, ordered by person, then week. */
  figures: ImpactFigure[];
  truncated: boolean;
  /** Exact, also when `figures` is cut. */
  totals: { netMinutes: number; firmMinutes: number; before: { netMinutes: number; firmMinutes: number } };
}

export const MAX_IMPACT_FIGURES = 1_000;

/** How a planning write treats the conflicts it would open or worsen. */
export const conflictChoices = ['report', 'reject', 'accept'] as const;
export type ConflictChoice = (typeof conflictChoices)[number];

/** Whose days a write can move. `to` null: up to the planning horizon and every allocation beyond it. */
export interface PlanScope {
  personIds: readonly string[];
  from: IsoDate;
  to: IsoDate | null;
  /** Each person's own days within `from`..`to`, inclusive, where people differ: nothing else of theirs is computed. */
  spans?: ReadonlyMap<string, { from: IsoDate; to: IsoDate }>;
  /** Dates with a figure outside of the ledger that moves, e.g. minutes by project: a closed month refuses them too. */
  figureDates?: readonly IsoDate[];
  /** The kind of change, which says in `planChanges` who writes the weeks; kept with dirty ranges. */
  reason: PlanChangeKind;
}

/** Nobody's days, for a write that moves no figure. */
export const NO_SCOPE: PlanScope = { personIds: [], from: '1970-01-01', to: '1970-01-01', reason: 'none' };

export interface PlanOptions {
  onConflict: ConflictChoice;
  /** Why the conflicts are accepted; kept with them. */
  conflictReason: string | null;
  /** Accepting was approved under the policy: the actor need not be somebody who decides alone. */
  isApproved?: true;
}
