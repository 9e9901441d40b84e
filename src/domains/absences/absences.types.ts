/** Absences and their types. Only approved ones of a type that is time off take minutes. */
import type { RecordFields } from '../../shared/record-fields';

export interface AbsenceType extends RecordFields {
  /** What absences name it by, unique. */
  key: string;
  label: string;
  /** False for e.g. remote work: it takes no minutes. */
  isTimeOff: boolean;
  color: string | null;
}

export const absenceStarts = ['beginning_of_day', 'middle_of_day'] as const;
export const absenceEnds = ['middle_of_day', 'end_of_day'] as const;
export const absenceStatuses = ['requested', 'approved', 'declined', 'cancelled'] as const;
export const absenceSources = ['manual', 'payfit', 'gryzzly', 'import'] as const;
export type AbsenceStatus = (typeof absenceStatuses)[number];

export interface Absence extends RecordFields {
  personId: string;
  typeId: string;
  /** Inclusive. */
  startDate: string;
  /** Inclusive. */
  endDate: string;
  startsAt: (typeof absenceStarts)[number];
  endsAt: (typeof absenceEnds)[number];
  /** That many minutes of each date (READINGS 18); null = whole days or half ones at the ends. */
  minutesPerDay: number | null;
  status: AbsenceStatus;
  notes: string | null;
  source: (typeof absenceSources)[number];
}

/** The fields of an absence that a body decides, whole. */
export type AbsenceFields = Omit<Absence, keyof RecordFields>;
