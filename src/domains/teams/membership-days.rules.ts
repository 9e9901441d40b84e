/** Which days of a membership a change moves from one team to another, or to none. */
import { LAST_DATE, toEpochDay } from '../../shared/calendar-dates';
import type { DayRange } from '../capacity/capacity.types';
import type { TeamMember } from './teams.types';

type Spell = Pick<TeamMember, 'activeFrom' | 'activeTo'>;

/**
 * The days that are in one of the two spells and not in the other, as ranges in order; null = there is no spell.
 * @example January to March becomes January to May: April and May
 */
export function movedDays(before: Spell | null, after: Spell | null): DayRange[] {
  const [old, now] = [rangeOf(before), rangeOf(after)];
  return [...without(old, now), ...without(now, old)].sort((a, b) => a.from - b.from);
}

function rangeOf(spell: Spell | null): DayRange {
  if (spell === null) return { from: 0, to: 0 };
  return { from: toEpochDay(spell.activeFrom), to: toEpochDay(spell.activeTo ?? LAST_DATE) + 1 };
}

function without(range: DayRange, other: DayRange): DayRange[] {
  if (other.from >= other.to) return range.from < range.to ? [range] : [];
  const before = { from: range.from, to: Math.min(range.to, other.from) };
  const after = { from: Math.max(range.from, other.to), to: range.to };
  return [before, after].filter(({ from, to }) => from < to);
}
