/** On which days somebody works. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { readLedgers } from './read-ledgers.query';

/**
 * The dates from `from` to `to` (inclusive) on which each person has a net minute: no days off, no holidays, no whole-day
 * leave, nothing outside employment.
 */
export async function listWorkingDays(
  uow: UnitOfWork,
  personIds: readonly string[],
  range: { from: IsoDate; to: IsoDate },
): Promise<Map<string, Set<IsoDate>>> {
  const days = { from: toEpochDay(range.from), to: toEpochDay(range.to) + 1 };
  const ledgers = await readLedgers(uow.trx, uow.organizationId, { personIds: [...personIds].sort(), range: days });
  return new Map(
    [...ledgers].map(([personId, { net }]) => {
      const dates = [...net.entries()]
        .filter(([, minutes]) => minutes > 0)
        .map(([day]) => fromEpochDay(days.from + day));
      return [personId, new Set(dates)];
    }),
  );
}
