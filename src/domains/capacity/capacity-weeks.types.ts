/** The materialised ledger as it is stored. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { LedgerFigure } from './capacity.types';

/** One person's ISO week; each figure has seven minutes, Monday first. */
export interface CapacityWeek {
  personId: string;
  weekStart: IsoDate;
  figures: Record<LedgerFigure, number[]>;
}

/** A range of one person's days whose stored rows may be wrong. Dates inclusive. */
export interface DirtyRange {
  id: number;
  personId: string;
  fromDate: IsoDate;
  toDate: IsoDate;
  runId: string | null;
}
