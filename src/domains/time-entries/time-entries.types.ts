/** Worked time: who worked how long on which date, and on what. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { RecordFields } from '../../shared/record-fields';

/** Who wrote it down; the records of a provider are changed there, never here. */
export const timeEntrySources = ['manual', 'gryzzly'] as const;
export type TimeEntrySource = (typeof timeEntrySources)[number];

export interface TimeEntry extends RecordFields {
  personId: string;
  projectId: string | null;
  /** A task of that project. */
  taskId: string | null;
  date: IsoDate;
  /** 1 … 1,440. Several entries of one date add up, whatever their source. */
  minutes: number;
  note: string | null;
  source: TimeEntrySource;
}

/** The fields of an entry that a body decides, whole. */
export type TimeEntryFields = Omit<TimeEntry, keyof RecordFields>;
