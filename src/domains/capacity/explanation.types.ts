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

/** What can be explained: the ledger's figures, `gap` (net − firm) and `free` (what is left of net on each day). */
export const explainedFigures = [...ledgerFigures, 'gap', 'free'] as const;
export type ExplainedFigure = (typeof explainedFigures)[number];

/** `parts` sum to `minutes` exactly. */
export interface FigureExplanation {
  figure: ExplainedFigure;
  minutes: number;
  parts: FigurePart[];
}
