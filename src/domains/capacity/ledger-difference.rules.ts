/** What a change did to a ledger: the rows to write and the `impact` of the answer (READINGS 38). */
import { mondayOf, type EpochDay } from '../../shared/calendar-dates';
import { ledgerFigures, type LedgerDifference, type PersonLedger, type WeekChange } from './capacity.types';

/**
 * Days and weeks on which two ledgers of one person and one range differ. Week sums are of the days of the range: give
 * whole ISO weeks (`widenToWeeks`) to get sums of whole weeks.
 *
 * @throws RangeError when the ledgers are of two people or two ranges
 */
export function diffLedgers(before: PersonLedger, after: PersonLedger): LedgerDifference {
  const { personId, from, to } = after;
  if (before.personId !== personId || before.from !== from || before.to !== to) {
    throw new RangeError('the ledgers do not cover the same person and days');
  }
  const days: EpochDay[] = [];
  const changedWeeks: EpochDay[] = [];
  for (let day = from; day < to; day += 1) {
    if (!differsAt(before, after, day - from)) continue;
    days.push(day);
    const monday = mondayOf(day);
    if (changedWeeks.at(-1) !== monday) changedWeeks.push(monday);
  }
  const weeks: WeekChange[] = [];
  for (const week of changedWeeks) {
    const now = weekFigures(after, week);
    const then = weekFigures(before, week);
    if (now.netMinutes !== then.netMinutes || now.firmMinutes !== then.firmMinutes) {
      weeks.push({ week, ...now, before: then });
    }
  }
  return { personId, days, changedWeeks, weeks };
}

function differsAt(before: PersonLedger, after: PersonLedger, index: number): boolean {
  return ledgerFigures.some((figure) => before[figure][index] !== after[figure][index]);
}

function weekFigures(ledger: PersonLedger, monday: EpochDay): { netMinutes: number; firmMinutes: number } {
  let netMinutes = 0;
  let firmMinutes = 0;
  const end = Math.min(monday + 7, ledger.to) - ledger.from;
  for (let index = Math.max(monday, ledger.from) - ledger.from; index < end; index += 1) {
    netMinutes += ledger.net[index] ?? 0;
    firmMinutes += ledger.firm[index] ?? 0;
  }
  return { netMinutes, firmMinutes };
}
