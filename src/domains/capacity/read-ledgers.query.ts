/** Everybody's days as they are after the last committed write: stored weeks where they are right, computed where not. */
import type { Transaction } from '../../platform/database';
import { fromEpochDay, toEpochDay, type EpochDay } from '../../shared/calendar-dates';
import { CapacityRepository } from './capacity.repository';
import type { CapacityWeek } from './capacity-weeks.types';
import { ledgerFigures, type DayRange, type FigureColumns, type LedgerFigure } from './capacity.types';
import { ledgerOf, loadPlans } from './compute-ledgers.query';
import { widenToWeeks } from './person-ledger.rules';

/**
 * Minutes per day of `[from, to)` for each person, dense. Somebody with a dirty range, or with a week that is not stored, is
 * computed from the plan in memory, so a read never shows less than the last committed write (READINGS 34).
 */
export async function readLedgers(
  trx: Transaction,
  organizationId: string,
  request: { personIds: readonly string[]; range: DayRange },
): Promise<Map<string, FigureColumns>> {
  const { personIds, range } = request;
  const repository = new CapacityRepository(trx, organizationId);
  const weeks = await repository.weeks(personIds, fromEpochDay(range.from), fromEpochDay(range.to - 1));
  const unsure = await peopleToCompute(repository, request, weeks);
  const ledgers = fromWeeks(weeks, personIds, range);
  if (unsure.length > 0) {
    const { plans } = await loadPlans(trx, organizationId, { personIds: unsure, range });
    for (const personId of unsure) ledgers.set(personId, ledgerOf(plans, personId, range));
  }
  return ledgers;
}

async function peopleToCompute(
  repository: CapacityRepository,
  { personIds, range }: { personIds: readonly string[]; range: DayRange },
  weeks: readonly CapacityWeek[],
): Promise<string[]> {
  const whole = widenToWeeks(range);
  const expected = (whole.to - whole.from) / 7;
  const stored = new Map<string, number>();
  for (const week of weeks) stored.set(week.personId, (stored.get(week.personId) ?? 0) + 1);
  const unsure = new Set(personIds.filter((personId) => stored.get(personId) !== expected));
  for (const dirty of await repository.dirtyRanges(personIds)) {
    const touches = toEpochDay(dirty.fromDate) < whole.to && toEpochDay(dirty.toDate) >= whole.from;
    if (touches) unsure.add(dirty.personId);
  }
  return [...unsure];
}

function fromWeeks(
  weeks: readonly CapacityWeek[],
  personIds: readonly string[],
  range: DayRange,
): Map<string, FigureColumns> {
  const ledgers = new Map<string, Record<LedgerFigure, Int32Array>>(
    personIds.map((personId) => [personId, emptyColumns(range)]),
  );
  for (const week of weeks) {
    const columns = ledgers.get(week.personId);
    if (columns === undefined) continue;
    const monday = toEpochDay(week.weekStart);
    for (const figure of ledgerFigures) place(columns[figure], week.figures[figure], monday - range.from);
  }
  return ledgers;
}

function place(column: Int32Array, minutes: readonly number[], offset: EpochDay): void {
  for (const [index, value] of minutes.entries()) {
    const at = offset + index;
    if (at >= 0 && at < column.length) column[at] = value;
  }
}

function emptyColumns(range: DayRange): Record<LedgerFigure, Int32Array> {
  const length = range.to - range.from;
  const columns = ledgerFigures.map((figure) => [figure, new Int32Array(length)] as const);
  return Object.fromEntries(columns) as Record<LedgerFigure, Int32Array>;
}
