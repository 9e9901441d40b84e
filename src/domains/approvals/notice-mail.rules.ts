/** The words of the mails. */
import type { NoticeKind } from './approval-notices.types';
import type { Approval, ApprovalKind } from './approvals.types';

export interface MailFacts {
  kind: NoticeKind;
  approval: Pick<Approval, 'id' | 'kind' | 'state' | 'message'>;
  recipientName: string;
  requesterName: string;
  /** Of whom it is about; null when it is about nobody. */
  personName: string | null;
  /** Base of links. */
  appUrl: string;
}

const THINGS: Record<ApprovalKind, string> = {
  absence: 'an absence',
  allocation_request: 'an allocation',
  over_allocation: 'an over-allocation',
  period_close: 'closing a month',
};

/** Subject and text of a notice. What an absence is about and when it is stays behind the link, where access is checked. */
export function mailOf(facts: MailFacts): { subject: string; text: string } {
  const { kind, approval, recipientName, requesterName, personName, appUrl } = facts;
  const thing = THINGS[approval.kind] + (personName === null ? '' : ` (${personName})`);
  const lines = [`Hello ${recipientName},`, sentenceOf(kind, { thing, requesterName, state: approval.state })];
  const isAsked = kind === 'asked' || kind === 'reminder' || kind === 'escalation';
  if (isAsked && approval.message !== null) lines.push(`${requesterName} wrote: ${approval.message}`);
  lines.push(`${appUrl.replace(/\/$/, '')}/approvals/${approval.id}`);
  return { subject: `${titleOf(kind, approval.state)}: ${thing}`, text: `${lines.join('\n\n')}\n` };
}

function titleOf(kind: NoticeKind, state: Approval['state']): string {
  switch (kind) {
    case 'asked':
      return 'Your approval is needed';
    case 'reminder':
      return 'Reminder: your approval is needed';
    case 'escalation':
      return 'Escalated to you';
    case 'outcome':
      return state === 'approved' ? 'Approved' : 'Declined';
    case 'withdrawn':
      return 'Withdrawn';
  }
}

function sentenceOf(
  kind: NoticeKind,
  { thing, requesterName, state }: { thing: string; requesterName: string; state: Approval['state'] },
): string {
  switch (kind) {
    case 'asked':
      return `${requesterName} asks for approval of ${thing}. Please decide.`;
    case 'reminder':
      return `The request of ${requesterName} for ${thing} still waits for your decision.`;
    case 'escalation':
      return `Nobody has decided about the request of ${requesterName} for ${thing}. You may decide it alone now.`;
    case 'outcome':
      return `Your request for ${thing} was ${state}.`;
    case 'withdrawn':
      return `${requesterName} has withdrawn the request for ${thing}. There is nothing left to do.`;
  }
}
