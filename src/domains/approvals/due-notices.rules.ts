/** Who is to be told something about a pending request now, whether it escalates, and when to look again. Pure. */
import { addDays, type IsoDate } from '../../shared/calendar-dates';
import type { Notice, StoredNotice } from './approval-notices.types';
import { authorityAt, principalsOf, standingOf } from './approvers.rules';
import type { ApprovalFile, ApprovalLevel, ApprovalStep, ApproverDirectory } from './approvals.types';
import { votesOf } from './decision.rules';
import { instantAt, later, localDate, parseDuration } from './zoned-time.rules';

/** Where somebody does not work on the day something is due, it waits for 9 o'clock of their next working day. */
const MORNING_MS = 9 * 3_600_000;
/** How far that day is looked for, in days; somebody away longer is not reminded meanwhile. */
export const LOOK_AHEAD_DAYS = 60;
/** Most reminders to one person at one level. */
export const MOST_REMINDERS = 10;

export interface Surroundings {
  directory: ApproverDirectory;
  /** What was noted about the request so far. */
  noted: readonly StoredNotice[];
  at: Date;
  zone: string;
  worksOn: (userId: string, date: IsoDate) => boolean;
}

export interface DueNotices {
  escalates: boolean;
  notices: Notice[];
  /** null = nothing more comes by itself. */
  nextDueAt: Date | null;
}

/**
 * What is due at `at` for the open level. Somebody who may decide and was not asked yet is asked; whoever still owes a vote is
 * reminded every `remindAfter`, of several missed reminders once, until the level escalates; then those it escalates to are
 * told, and nothing more comes by itself.
 */
export function dueNotices(file: ApprovalFile, around: Surroundings): DueNotices {
  const { approval, steps } = file;
  const step = steps[approval.currentLevel - 1];
  const level = approval.levels[approval.currentLevel - 1];
  const openedAt = step?.openedAt ?? null;
  if (approval.state !== 'pending' || step === undefined || openedAt === null || level === undefined) {
    return { escalates: false, notices: [], nextDueAt: null };
  }
  const open = { ...around, file, step, level, openedAt };
  const escalation = step.escalatedAt === null ? escalationOf(open) : null;
  const escalates = escalation !== null && escalation.dueAt <= around.at;
  const asked = askedNow(open, escalates ? escalation.recipients : []);
  if (escalates || step.escalatedAt !== null) return { escalates, notices: asked, nextDueAt: null };
  const reminders = remindersOf(open);
  const dates = [...reminders.next, ...(escalation === null ? [] : [escalation.dueAt])];
  return { escalates: false, notices: [...asked, ...reminders.now], nextDueAt: earliest(dates) };
}

/** Everybody whose working days matter for the open level: who may decide, and to whom it escalates. */
export function recipientsOf(file: ApprovalFile, directory: ApproverDirectory): string[] {
  const { approval } = file;
  const escalateTo = approval.levels[approval.currentLevel - 1]?.escalateTo ?? null;
  const principals = principalsOf(escalateTo === null ? [] : [escalateTo], approval, directory);
  const { standing } = authorityAt(file, approval.currentLevel, directory);
  return [...new Set([...standing.keys(), ...standingOf(principals, approval, directory).keys()])];
}

interface OpenLevel extends Surroundings {
  file: ApprovalFile;
  step: ApprovalStep;
  level: ApprovalLevel;
  openedAt: Date;
}

function escalationOf(open: OpenLevel): { dueAt: Date; recipients: string[] } | null {
  const { file, level, openedAt, directory, zone } = open;
  const duration = level.escalateAfter === null ? null : parseDuration(level.escalateAfter);
  if (duration === null || level.escalateTo === null) return null;
  const principals = principalsOf([level.escalateTo], file.approval, directory);
  const recipients = [...standingOf(principals, file.approval, directory).keys()];
  const nominal = later(openedAt, duration, { times: 1, zone });
  // It goes to somebody as soon as one of them works; where nobody can be found, waiting would hide it.
  const dates = recipients.map((userId) => workingTime(nominal, userId, open)).filter((date) => date !== null);
  return { dueAt: earliest(dates) ?? nominal, recipients };
}

/** Everybody who may decide now and was not told so yet; `escalatedTo` in other words. */
function askedNow({ file, directory, noted }: OpenLevel, escalatedTo: readonly string[]): Notice[] {
  const { id: approvalId, currentLevel: level } = file.approval;
  const told = (kinds: readonly string[], userId: string): boolean =>
    noted.some((notice) => notice.level === level && notice.recipientUserId === userId && kinds.includes(notice.kind));
  const notice = (kind: Notice['kind'], recipientUserId: string): Notice => ({
    approvalId,
    level,
    kind,
    sequence: 0,
    recipientUserId,
  });
  const { standing } = authorityAt(file, level, directory);
  const asked = [...standing.keys()].filter(
    (userId) => !escalatedTo.includes(userId) && !told(['asked', 'escalation'], userId),
  );
  const escalated = escalatedTo.filter((userId) => !told(['escalation'], userId));
  return [
    ...asked.map((userId) => notice('asked', userId)),
    ...escalated.map((userId) => notice('escalation', userId)),
  ];
}

function remindersOf(open: OpenLevel): { now: Notice[]; next: Date[] } {
  const duration = open.level.remindAfter === null ? null : parseDuration(open.level.remindAfter);
  const now: Notice[] = [];
  const next: Date[] = [];
  if (duration === null) return { now, next };
  for (const userId of owing(open)) {
    const { sequence, nextDueAt } = reminderOf(userId, duration, open);
    if (nextDueAt !== null) next.push(nextDueAt);
    if (sequence === 0) continue;
    const { id: approvalId, currentLevel: level } = open.file.approval;
    now.push({ approvalId, level, kind: 'reminder', sequence, recipientUserId: userId });
  }
  return { now, next };
}

/** Who may vote and has somebody left to vote for. */
function owing({ file, step, directory }: OpenLevel): string[] {
  const votes = votesOf(file.decisions, step.id);
  const { standing } = authorityAt(file, step.level, directory);
  return [...standing].filter(([, principals]) => principals.some((id) => !votes.has(id))).map(([userId]) => userId);
}

/** The latest reminder that is due and not noted, 0 for none, and when the next one will be. */
function reminderOf(
  userId: string,
  duration: NonNullable<ReturnType<typeof parseDuration>>,
  open: OpenLevel,
): { sequence: number; nextDueAt: Date | null } {
  const { file, noted, at, zone, openedAt } = open;
  const own = noted.filter(
    (notice) => notice.recipientUserId === userId && notice.level === file.approval.currentLevel,
  );
  const askedAt = own.find((notice) => notice.kind === 'asked')?.createdAt ?? at;
  const last = Math.max(0, ...own.map((notice) => notice.sequence));
  let sequence = 0;
  for (let count = last + 1; count <= MOST_REMINDERS; count += 1) {
    const dueAt = workingTime(later(openedAt, duration, { times: count, zone }), userId, open);
    if (dueAt === null || dueAt <= askedAt) continue;
    if (dueAt > at) return { sequence, nextDueAt: dueAt };
    sequence = count;
  }
  return { sequence, nextDueAt: null };
}

/** `dueAt` where the user works on that date, else the morning of their next working day; null when that is too far away. */
function workingTime(dueAt: Date, userId: string, { zone, worksOn }: Surroundings): Date | null {
  const date = localDate(dueAt, zone);
  if (worksOn(userId, date)) return dueAt;
  for (let ahead = 1; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const day = addDays(date, ahead);
    if (worksOn(userId, day)) return instantAt({ date: day, msOfDay: MORNING_MS }, zone);
  }
  return null;
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((first, date) => (first === null || date < first ? date : first), null);
}
