/** Periods as they are answered. */
import { presentRecordFields } from '../../shared/record-fields';
import type { Period } from './periods.types';

/** `month` as `YYYY-MM`. */
export function presentPeriod(period: Period): object {
  return {
    ...presentRecordFields(period),
    month: period.month.slice(0, 7),
    state: period.state,
    closed_at: period.closedAt?.toISOString() ?? null,
    closed_by: period.closedBy,
  };
}
