/** Who can be erased: somebody whose time here is over, so that no figure of today or later hangs on them. */
import type { IsoDate } from '../../shared/calendar-dates';

/** What decides it. */
export interface ErasablePerson {
  isDeleted: boolean;
  isErased: boolean;
  /** Last dates of engagements, null = open; empty = no engagement, which means employed on every date (READINGS 6). */
  engagementEnds: readonly (IsoDate | null)[];
  /** The account is the organisation's only owner. */
  isLastOwner: boolean;
}

export type ErasureObstacle = 'already_erased' | 'still_employed' | 'no_engagement' | 'last_owner';

/** null: nothing stands in the way. @example an engagement that ends tomorrow is `still_employed` */
export function erasureObstacle(person: ErasablePerson, today: IsoDate): ErasureObstacle | null {
  if (person.isErased) return 'already_erased';
  if (person.isLastOwner) return 'last_owner';
  if (person.isDeleted) return null;
  if (person.engagementEnds.length === 0) return 'no_engagement';
  return person.engagementEnds.some((end) => end === null || end >= today) ? 'still_employed' : null;
}

/** The date before which the last engagement must have ended. @example retentionDate('2026-11-25', 24) is '2024-11-25' */
export function retentionDate(today: IsoDate, months: number): IsoDate {
  const [year, month, day] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)), Number(today.slice(8, 10))];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return first.toISOString().slice(0, 10);
}
