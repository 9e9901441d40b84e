/** Conflicts of one person: what the rules find in a ledger, what is stored, and what has to change between the two. */
import type { EpochDay } from '../../shared/calendar-dates';
import type { RecordFields } from '../../shared/record-fields';

/** By falling precedence for the minutes over of one day; the last two stand beside the others (READINGS 31). */
export const conflictKinds = [
  'outside_engagement',
  'on_absence',
  'on_holiday',
  'non_working_day',
  'over_allocation',
  'unschedulable',
  'rest_breach',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/**
 * Minutes over of one date: for `unschedulable` minutes that found no place, for `rest_breach` minutes of rest that lack.
 * 0 on dates `outside_engagement`, where no figure is counted.
 */
export interface ConflictDay {
  day: EpochDay;
  minutesOver: number;
}

export type ConflictCauseType = 'allocation' | 'absence' | 'holiday';

/** Something without which the conflict would be smaller or gone. */
export interface ConflictCause {
  type: ConflictCauseType;
  id: string;
  label: string;
}

/** One date of one kind before merging; its causes are looked for on the dates `[causeFrom, causeTo)`. */
export interface Finding extends ConflictDay {
  kind: ConflictKind;
  /** Ids of the allocations whose minutes found no place; empty for all other kinds. */
  unplacedIds: ReadonlySet<string>;
  causeFrom: EpochDay;
  causeTo: EpochDay;
}

/** Days are in order and never empty; causes are in the order allocations, absences, holidays, then by id. */
export interface DetectedConflict {
  kind: ConflictKind;
  personId: string;
  /** First day, inclusive. */
  startDay: EpochDay;
  /** Last day, inclusive. */
  endDay: EpochDay;
  days: readonly ConflictDay[];
  minutesOver: number;
  causes: readonly ConflictCause[];
}

/** A conflict on record that is not resolved. */
export interface StoredConflict extends DetectedConflict {
  id: string;
  state: 'open' | 'accepted';
  /** What was accepted, as it stood then; null while open. */
  accepted: { days: readonly ConflictDay[]; causes: readonly Pick<ConflictCause, 'type' | 'id'>[] } | null;
}

/** A stored conflict and what it has become. */
export interface PairedConflict {
  id: string;
  before: StoredConflict;
  conflict: DetectedConflict;
}

/** Every stored conflict is in exactly one of changed, unchanged, closed, reopened. */
export interface ConflictPairing {
  opened: DetectedConflict[];
  /** Same state, other days, minutes, causes or labels. */
  changed: PairedConflict[];
  unchanged: PairedConflict[];
  /** Gone: to be stored as resolved. */
  closed: StoredConflict[];
  /** Accepted until now, open again because it outgrew what was accepted. */
  reopened: PairedConflict[];
}

export const conflictStates = ['open', 'accepted', 'resolved'] as const;
export type ConflictState = (typeof conflictStates)[number];

/** A conflict on record, as it is stored and shown. Dates are inclusive. */
export interface Conflict {
  /** null only in the answer of a dry run, for a conflict that does not exist yet. */
  id: string | null;
  kind: ConflictKind;
  state: ConflictState;
  personId: string;
  startDate: string;
  endDate: string;
  days: { date: string; minutesOver: number }[];
  overMinutes: number;
  causes: ConflictCause[];
  acceptedBy: string | null;
  reason: string | null;
  firstSeenAt: Date | null;
}

/** A row of the table; dates inclusive. */
export interface ConflictRecord extends RecordFields {
  personId: string;
  kind: ConflictKind;
  state: ConflictState;
  startDate: string;
  endDate: string;
  overMinutes: number;
  days: { date: string; minutesOver: number }[];
  causes: ConflictCause[];
  acceptedBy: string | null;
  acceptedAt: Date | null;
  acceptedDays: { date: string; minutesOver: number }[] | null;
  acceptedCauses: ConflictCause[] | null;
  reason: string | null;
  firstSeenAt: Date;
  resolvedAt: Date | null;
}
