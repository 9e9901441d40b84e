/** The materialised ledger as it is stored. */
import type { EpochDay, IsoDate } from '../../shared/calendar-dates';
import type { LedgerFigure, PersonLedger } from './capacity.types';

/** One person's ISO week; each figure has seven minutes, Monday first. */
export interface CapacityWeek {
  personId: string;
  weekStart: IsoDate;
  figures: Record<LedgerFigure, number[]>;
}

/** A week of a computed ledger, which must cover it. */
export interface LedgerWeek {
  ledger: PersonLedger;
  monday: EpochDay;
}

/** A range of one person's days whose stored rows may be wrong. Dates inclusive. */
export interface DirtyRange {
  id: number;
  personId: string;
  fromDate: IsoDate;
  toDate: IsoDate;
  runId: string | null;
}
