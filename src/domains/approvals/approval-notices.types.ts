/** Mails about requests, before and after they are sent. */

export type NoticeKind = 'asked' | 'reminder' | 'escalation' | 'outcome' | 'withdrawn';

/** One mail to one user; at most one of each is ever noted. */
export interface Notice {
  approvalId: string;
  level: number;
  kind: NoticeKind;
  /** Of reminders from 1; 0 for all others. */
  sequence: number;
  recipientUserId: string;
}

export interface StoredNotice extends Notice {
  id: string;
  createdAt: Date;
  /** When it was sent or given up; null while it waits. */
  sentAt: Date | null;
  /** Why it was given up: `obsolete`, `no_recipient`, `mail_refused`; null when it was sent or waits. */
  failedCode: string | null;
}
