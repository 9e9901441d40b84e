/** Why a figure is what it is: the records that gave minutes to it, or took some. */
import { ledgerFigures, type HoursSourceKind } from './capacity.types';

export type FigurePartKind = HoursSourceKind | 'holiday' | 'absence' | 'allocation' | 'time_entry';

/** What one thing gave to a figure, or took from it (negative). */
export interface FigurePart {
  kind: FigurePartKind;
  /** null only for the organisation's own workweek. */
  id: string | null;
  label: string;
  minutes: number;
}

/**
 * What can be explained: the ledger's figures; `gap` (net − firm) and `free` (what is left of net on each day); those of the month
 * grid (READINGS 40b), whose worked time is `worked_within_net`; and `difference` (worked − firm) of plan against actual.
 */
export const explainedFigures = [
  ...ledgerFigures,
  'gap',
  'free',
  'worked_within_net',
  'planned',
  'unplanned',
  'overtime',
  'difference',
] as const;
export type ExplainedFigure = (typeof explainedFigures)[number];

/** What a project has a share of. */
export const projectFigures = ['firm', 'tentative', 'worked', 'difference'] as const satisfies ExplainedFigure[];

/** True for a figure that a project has a share of. */
export function isOfProject(figure: ExplainedFigure): boolean {
  return (projectFigures as readonly ExplainedFigure[]).includes(figure);
}

/** `parts` sum to `minutes` exactly. */
export interface FigureExplanation {
  figure: ExplainedFigure;
  minutes: number;
  parts: FigurePart[];
}
