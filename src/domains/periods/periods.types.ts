/** Months of the plan: open until somebody closes them. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { RecordFields } from '../../shared/record-fields';

/** A month that was closed at least once; a month without a record is open. */
export interface Period extends RecordFields {
  /** Its first day. */
  month: IsoDate;
  state: 'open' | 'closed';
  /** When and by whom it was closed; null while it is open. */
  closedAt: Date | null;
  closedBy: string | null;
}
