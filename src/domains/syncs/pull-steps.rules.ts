/** How a provider's records are read: which days, how often, and which of what is known are then missing. */
import { addDays, type IsoDate } from '../../shared/calendar-dates';
import type { RecordKind } from '../integrations/provider-records.types';
import type { PullCursor } from './syncs.types';

/** Days that a windowed kind is read for, around the day the run began. Vouchers are asked month by month, so fewer. */
const DAYS: Readonly<Partial<Record<RecordKind, { behind: number; ahead: number }>>> = {
  absence: { behind: 400, ahead: 550 },
  leave_period: { behind: 400, ahead: 550 },
  declaration: { behind: 100, ahead: 31 },
  meal_vouchers: { behind: 62, ahead: 0 },
};

/** A listing that moved or lacks what we know is read again, at most this often. */
export const MOST_PASSES = 3;

/** The window of a kind, both ends included; undefined for a kind that is always read whole. @example windowOf('user', …) === undefined */
export function windowOf(kind: RecordKind, asOf: IsoDate): { from: IsoDate; to: IsoDate } | undefined {
  const days = DAYS[kind];
  return days === undefined ? undefined : { from: addDays(asOf, -days.behind), to: addDays(asOf, days.ahead) };
}

/** Where a run begins. */
export function firstCursor(asOf: IsoDate): PullCursor {
  return { step: 0, page: null, pass: 1, moved: false, asOf, applied: null };
}

/** What to do when the last page of a kind was read. */
export interface PassEnd {
  cursor: PullCursor;
  /** What is missing has vanished at the provider: two complete readings lacked it. */
  tombstone: boolean;
  /** It moved to the last: nothing can be said about what is missing. */
  unproven: boolean;
}

/**
 * `missing` = known records of the kind, within the window, that this run has not met in any pass. They are believed gone only
 * when a second complete reading lacks them too, since rows shift between pages.
 * @example one record missing after pass 1: pass 2; still missing after it: tombstone
 */
export function afterPass(cursor: PullCursor, missing: number): PassEnd {
  const isSure = !cursor.moved && (missing === 0 || cursor.pass > 1);
  if (!isSure && cursor.pass < MOST_PASSES) {
    const again = { ...cursor, page: null, pass: cursor.pass + 1, moved: false };
    return { cursor: again, tombstone: false, unproven: false };
  }
  const next = { ...cursor, step: cursor.step + 1, page: null, pass: 1, moved: false };
  return { cursor: next, tombstone: isSure && missing > 0, unproven: !isSure };
}
