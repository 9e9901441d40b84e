/** Between a ledger's day columns and the stored weeks. */
import { fromEpochDay, mondayOf, toEpochDay, type EpochDay } from '../../shared/calendar-dates';
import { ledgerFigures, type DayRange, type LedgerFigure, type PersonLedger } from './capacity.types';
import type { CapacityWeek, LedgerWeek } from './capacity-weeks.types';

/** The week of `ledger` that starts on `monday`; the ledger must cover it. */
export function weekOf(ledger: PersonLedger, monday: EpochDay): CapacityWeek {
  const start = monday - ledger.from;
  const figures = ledgerFigures.map((figure) => [figure, [...ledger[figure].subarray(start, start + 7)]] as const);
  return {
    personId: ledger.personId,
    weekStart: fromEpochDay(monday),
    figures: Object.fromEntries(figures) as Record<LedgerFigure, number[]>,
  };
}

/** Every ISO week of `range`, which is one of whole weeks within the ledger. */
export function weeksWithin(ledger: PersonLedger, range: DayRange): LedgerWeek[] {
  const weeks: LedgerWeek[] = [];
  for (let monday = mondayOf(range.from); monday < range.to; monday += 7) weeks.push({ ledger, monday });
  return weeks;
}

/** The weeks of `[from, to)` whose minutes are not what is stored, or that are not stored at all. */
export function differingWeeks(
  ledger: PersonLedger,
  stored: readonly CapacityWeek[],
  range: { from: EpochDay; to: EpochDay },
): CapacityWeek[] {
  const byMonday = new Map(stored.map((week) => [toEpochDay(week.weekStart), week]));
  const differing: CapacityWeek[] = [];
  for (let monday = mondayOf(range.from); monday < range.to; monday += 7) {
    const computed = weekOf(ledger, monday);
    const before = byMonday.get(monday);
    if (before === undefined || !sameMinutes(computed, before)) differing.push(computed);
  }
  return differing;
}

function sameMinutes(a: CapacityWeek, b: CapacityWeek): boolean {
  return ledgerFigures.every((figure) => a.figures[figure].every((minutes, day) => minutes === b.figures[figure][day]));
}
