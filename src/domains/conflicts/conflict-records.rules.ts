/** Between conflicts as they are stored (dates) and as the rules see them (epoch days). */
import { fromEpochDay, toEpochDay } from '../../shared/calendar-dates';
import type { Conflict, ConflictDay, ConflictRecord, DetectedConflict, StoredConflict } from './conflicts.types';

type DatedDay = { date: string; minutesOver: number };

/** A stored, unresolved conflict for the pairing. */
export function toStoredConflict(record: ConflictRecord): StoredConflict {
  return {
    id: record.id,
    state: record.state === 'accepted' ? 'accepted' : 'open',
    kind: record.kind,
    personId: record.personId,
    startDay: toEpochDay(record.startDate),
    endDay: toEpochDay(record.endDate),
    days: record.days.map(toDay),
    minutesOver: record.overMinutes,
    causes: record.causes,
    accepted:
      record.acceptedDays === null || record.acceptedCauses === null
        ? null
        : { days: record.acceptedDays.map(toDay), causes: record.acceptedCauses },
  };
}

/** The stored fields of a detected conflict. */
export function describe(
  conflict: DetectedConflict,
): Pick<ConflictRecord, 'startDate' | 'endDate' | 'overMinutes' | 'days' | 'causes'> {
  return {
    startDate: fromEpochDay(conflict.startDay),
    endDate: fromEpochDay(conflict.endDay),
    overMinutes: conflict.minutesOver,
    days: conflict.days.map(toDatedDay),
    causes: [...conflict.causes],
  };
}

/** A record as other domains and answers see it. */
export function toConflict(record: ConflictRecord): Conflict {
  return {
    id: record.id,
    kind: record.kind,
    state: record.state,
    personId: record.personId,
    startDate: record.startDate,
    endDate: record.endDate,
    days: record.days,
    overMinutes: record.overMinutes,
    causes: record.causes,
    acceptedBy: record.acceptedBy,
    reason: record.reason,
    firstSeenAt: record.firstSeenAt,
  };
}

/** True when some day has more minutes over than before, or is new. */
export function isWorse(before: StoredConflict, after: DetectedConflict): boolean {
  const known = new Map(before.days.map((day) => [day.day, day.minutesOver]));
  return after.days.some((day) => day.minutesOver > (known.get(day.day) ?? -1));
}

function toDay(day: DatedDay): ConflictDay {
  return { day: toEpochDay(day.date), minutesOver: day.minutesOver };
}

function toDatedDay(day: ConflictDay): DatedDay {
  return { date: fromEpochDay(day.day), minutesOver: day.minutesOver };
}
