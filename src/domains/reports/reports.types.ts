/** Reports are data first; how they are shown comes after. */
import type { FigureColumns, LedgerFigure } from '../capacity/capacity.types';

/** Version of the definitions below; it goes up when a figure changes its meaning. */
export const DEFINITION_VERSION = 1;

export const utilizationGroups = ['team', 'person', 'project'] as const;
export type UtilizationGroup = (typeof utilizationGroups)[number];

/** Sums of minutes over person-days. */
export type FigureSums = Record<LedgerFigure, number>;

/** What capacity is set against load by: fewer columns are read faster. */
export const loadFigures = ['net', 'firm', 'tentative'] as const;
export type LoadColumns = Pick<FigureColumns, (typeof loadFigures)[number]>;

/** `id` null: people of no team, or load on no project. */
export interface UtilizationRow {
  id: string | null;
  name: string;
  sums: FigureSums;
}

/** One person's dated membership of a team, inclusive epoch days as `[from, to)`. */
export interface TeamSpell {
  teamId: string;
  personId: string;
  from: number;
  to: number;
}

/** What somebody worked on a project on a date. */
export interface WorkedDay {
  personId: string;
  /** Null: on no project. */
  projectId: string | null;
  day: number;
  minutes: number;
}

/** A day on which firm load is above net. */
export interface Overbooking {
  personId: string;
  personName: string;
  date: string;
  netMinutes: number;
  firmMinutes: number;
  overMinutes: number;
  allocationIds: string[];
  conflictId: string | null;
  state: 'open' | 'accepted' | null;
}
