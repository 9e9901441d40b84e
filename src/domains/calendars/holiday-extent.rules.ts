/** Out of `part`, `is_full_day` and `hours` the one thing they say (READINGS 17). */
import { invalidField } from '../../shared/domain-error';
import { hoursOfMinutes, minutesOfHours } from '../../shared/wire-hours';
import type { HolidayExtent } from './calendars.types';

/** What a client sent; null counts as absent, but clears hours that were there. */
export interface ExtentInput {
  part?: 'full' | 'morning' | 'afternoon' | null | undefined;
  is_full_day?: boolean | null | undefined;
  hours?: number | null | undefined;
}

const FULL: HolidayExtent = { part: 'full', lastMinutes: null };

/**
 * The extent to store; `before` is what it was, for a change that says nothing about it.
 * @example extentOf({ is_full_day: false, hours: 3.5 }, null) is { part: 'last_minutes', lastMinutes: 210 }
 * @throws DomainError validation_failed when the fields contradict each other or leave the part open
 */
export function extentOf(input: ExtentInput, before: HolidayExtent | null): HolidayExtent {
  const isFullDay = input.is_full_day ?? undefined;
  if (typeof input.part === 'string') return ofPart(input.part, isFullDay, input.hours ?? undefined);
  if (typeof input.hours === 'number') return ofHours(input.hours, isFullDay);
  if (isFullDay === true) return FULL;
  const kept = before !== null && !(before.part === 'last_minutes' && input.hours === null) ? before : FULL;
  if (isFullDay === false && kept.part === 'full') {
    throw invalidField('/is_full_day', 'part_missing', 'a holiday that is not a full day needs part or hours');
  }
  return { part: kept.part, lastMinutes: kept.lastMinutes };
}

/** The three fields of the wire; what they say together, `extentOf` reads back as the same. */
export function presentExtent(extent: HolidayExtent): {
  part: string | null;
  is_full_day: boolean;
  hours: number | null;
} {
  return {
    part: extent.part === 'last_minutes' ? null : extent.part,
    is_full_day: extent.part === 'full',
    hours: extent.lastMinutes === null ? null : hoursOfMinutes(extent.lastMinutes),
  };
}

function ofPart(part: 'full' | 'morning' | 'afternoon', isFullDay?: boolean, hours?: number): HolidayExtent {
  if (hours !== undefined) throw invalidField('/hours', 'part_and_hours', 'a holiday has a part or hours, not both');
  if (isFullDay !== undefined && isFullDay !== (part === 'full')) {
    throw invalidField('/is_full_day', 'contradiction', `is_full_day contradicts part ${part}`);
  }
  return { part, lastMinutes: null };
}

function ofHours(hours: number, isFullDay?: boolean): HolidayExtent {
  if (isFullDay === true) throw invalidField('/hours', 'contradiction', 'a full day has no hours');
  if (hours === 0) throw invalidField('/hours', 'too_small', 'hours must be above 0');
  return { part: 'last_minutes', lastMinutes: minutesOfHours(hours) };
}
