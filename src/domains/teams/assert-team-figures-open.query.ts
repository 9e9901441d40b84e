/** Closed months keep the figures of their teams too (READINGS 40). */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, monthOf, toEpochDay } from '../../shared/calendar-dates';
import { ledgerFigures } from '../capacity/capacity.types';
import { readLedgers } from '../capacity/read-ledgers.query';
import { shareClosedMonths } from '../periods/period-lock.query';
import { periodClosed } from '../periods/periods.rules';
import { movedDays } from './membership-days.rules';
import type { TeamMember } from './teams.types';

type Spell = Pick<TeamMember, 'activeFrom' | 'activeTo'>;

/**
 * For a write of a membership, after it: days of a closed month on which the person has any figure stay with the team they
 * were with. Days without figures, and what a member is in the team, may change. null = there is no spell.
 * @throws DomainError period_closed
 */
export async function assertTeamFiguresOpen(
  uow: UnitOfWork,
  { personId, before, after }: { personId: string; before: Spell | null; after: Spell | null },
): Promise<void> {
  const ranges = movedDays(before, after);
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first === undefined || last === undefined) return;
  const span = { first: fromEpochDay(first.from), last: fromEpochDay(last.to - 1) };
  const closed = await shareClosedMonths(uow.trx, uow.organizationId, span);
  const days = [...closed].sort().flatMap(daysOfMonth);
  const moved = days.filter((day) => ranges.some(({ from, to }) => from <= day && day < to));
  const months = await monthsWithFigures(uow, personId, moved);
  if (months.length > 0) throw periodClosed(months);
}

/** @param days in order */
async function monthsWithFigures(uow: UnitOfWork, personId: string, days: readonly number[]): Promise<string[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const range = { from: first, to: last + 1 };
  const figures = (await readLedgers(uow.trx, uow.organizationId, { personIds: [personId], range })).get(personId);
  const isFilled = (day: number): boolean => ledgerFigures.some((figure) => (figures?.[figure][day - first] ?? 0) > 0);
  return [...new Set(days.filter(isFilled).map((day) => monthOf(fromEpochDay(day))))];
}

/** @param month `YYYY-MM` */
function daysOfMonth(month: string): number[] {
  const first = toEpochDay(`${month}-01`);
  const days = Array.from({ length: 31 }, (_, index) => first + index);
  return days.filter((day) => monthOf(fromEpochDay(day)) === month);
}
