/** The one check that a range does not end before it starts. */
import type { IsoDate } from './calendar-dates';
import { invalidField } from './domain-error';

/**
 * `range` holds two dates under the names the caller knows them by, the earlier first; `at` is where they stand. One that is
 * null or absent is no bound.
 * @example assertInOrder({ from: '2026-11-02', to: '2026-11-01' }, '/query') refuses `/query/to`
 * @throws DomainError validation_failed at the later field
 */
export function assertInOrder(range: Record<string, IsoDate | null | undefined>, at = ''): void {
  const [[earlier, start] = [], [later, end] = []] = Object.entries(range);
  if (typeof start !== 'string' || typeof end !== 'string' || start <= end) return;
  throw invalidField(`${at}/${String(later)}`, 'range_reversed', `${String(later)} is before ${String(earlier)}`);
}
