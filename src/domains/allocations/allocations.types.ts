/** An allocation: a person booked on a project (or on nothing named) between two dates, with one load. */
import type { RecordFields } from '../../shared/record-fields';

export interface Allocation extends RecordFields {
  personId: string;
  projectId: string | null;
  /** A task of that project. */
  taskId: string | null;
  /** Inclusive. */
  startDate: string;
  /** Inclusive. */
  endDate: string;
  loadUnit: 'percent' | 'hours_per_week' | 'minutes_per_day' | 'total';
  /** Hundredths of a percent, 1-20,000; only with `percent`. */
  basisPoints: number | null;
  basis: 'nominal' | 'net' | null;
  /** Minutes per week, per day or in all; null with `percent`. */
  loadMinutes: number | null;
  status: 'firm' | 'tentative';
  source: 'manual' | 'import' | 'rule';
  notes: string | null;
}

/** The load columns of an allocation. */
export type AllocationLoadFields = Pick<Allocation, 'loadUnit' | 'basisPoints' | 'basis' | 'loadMinutes'>;
