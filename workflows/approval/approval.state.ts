/** How long the approval workflow waits between two looks, and what the Web UI shows meanwhile: pure. */
import type { ApprovalLook } from '../../src/domains/approvals/approvals.contract';

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

/** Tries in a row that left a mail unsent. */
export interface WaitState {
  readonly failedLooks: number;
}

/** After a look. One that came early, since the request had changed, says nothing new about how long the mail server is away. */
export function nextState(
  { failedLooks }: WaitState,
  { unsent }: Pick<ApprovalLook, 'unsent'>,
  isEarly: boolean,
): WaitState {
  if (unsent === 0) return { failedLooks: 0 };
  return { failedLooks: isEarly ? Math.max(1, failedLooks) : failedLooks + 1 };
}

/**
 * Milliseconds until the next look: to what is due next, sooner when a mail waits (1 min, 2, 4 … at most an hour), and never
 * longer than `longestWaitMs`.
 * @example nothing due and nothing unsent: longestWaitMs; due in the past: 1
 */
export function waitMs(
  { failedLooks }: WaitState,
  look: Pick<ApprovalLook, 'nextDueAt'>,
  { at, longestWaitMs }: { at: number; longestWaitMs: number },
): number {
  const untilDue = look.nextDueAt === null ? longestWaitMs : new Date(look.nextDueAt).getTime() - at;
  const untilRetry =
    failedLooks === 0 ? longestWaitMs : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failedLooks - 1, 10));
  return Math.max(1, Math.min(longestWaitMs, untilDue, untilRetry));
}

/** The request as Markdown for the Temporal Web UI. */
export function lookDetails(look: ApprovalLook): string {
  const headline = look.state === 'pending' ? `**Waits** at level ${String(look.level)}` : `**${look.state}**`;
  return [
    headline + (look.isEscalated ? ', escalated' : ''),
    `- next reminder or escalation: ${look.nextDueAt ?? 'none'}`,
    `- mails that could not be sent yet: ${String(look.unsent)}`,
  ].join('\n');
}
