/** Erasing what identifies a person while the figures stay. */
import type { RecordFields } from '../../shared/record-fields';

export const erasureStates = ['queued', 'running', 'completed', 'failed'] as const;
export const erasureTriggers = ['request', 'retention'] as const;

/** What is done to rows: gone, or kept without what identifies somebody. */
export type ErasureAction = 'deleted' | 'anonymised' | 'redacted';

/** Rows by what they are, e.g. `{ absence: 12 }`. */
export type ErasureCounts = Readonly<Record<string, number>>;

export interface Erasure extends RecordFields {
  personId: string;
  /** Somebody asked for it, or the organisation's retention did. */
  trigger: (typeof erasureTriggers)[number];
  state: (typeof erasureStates)[number];
  requestedBy: string | null;
  counts: ErasureCounts;
  /** The person, their accounts, memberships, user, comments, files, tokens and requests: what audit events may be about. */
  subjectIds: string[];
  /** Audit events up to here are done; `auditLast` is the last one to look at. */
  auditCursor: number;
  auditLast: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  errorCode: string | null;
}

/** One line of the list of what would happen. */
export interface ErasureItem {
  what: string;
  action: ErasureAction;
  rows: number;
}
