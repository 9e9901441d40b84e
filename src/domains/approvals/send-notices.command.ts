/** Sends the mails about a request that wait. */
import type { Database } from '../../platform/database';
import type { Logger } from '../../platform/logger';
import { MailRefusedError, messageIdOf, type Mailer } from '../../platform/mailer';
import { runInOrganization, type UnitOfWork, type UnitOfWorkRequest } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ApprovalNoticeRepository } from './approval-notices.repository';
import type { StoredNotice } from './approval-notices.types';
import { mailOf } from './notice-mail.rules';
import { getView, type ApprovalView } from './view-approvals.query';

export interface NoticeDeps {
  database: Database;
  mailer: Mailer;
  logger: Logger;
  /** Base of links in mails. */
  appUrl: string;
}

/**
 * One after the other, each marked in a transaction of its own once the server has taken it; its message id is its own, so a
 * mail that is sent again after a crash is the same mail. What would be wrong by now, such as a reminder about a request that
 * has ended, is given up. Stops at the first one that can't be sent now.
 */
export async function sendNotices(
  deps: NoticeDeps,
  request: UnitOfWorkRequest,
  approvalId: string,
): Promise<{ sent: number; unsent: number }> {
  const waiting = await runInOrganization(deps.database, request, async (uow) => {
    const all = await new ApprovalNoticeRepository(uow.trx, uow.organizationId).ofApproval(approvalId);
    return all.filter((notice) => notice.sentAt === null);
  });
  let sent = 0;
  for (const notice of waiting) {
    const outcome = await sendOne(deps, request, notice);
    if (outcome === 'unavailable') return { sent, unsent: waiting.length - waiting.indexOf(notice) };
    await runInOrganization(deps.database, request, (uow) =>
      new ApprovalNoticeRepository(uow.trx, uow.organizationId).markDone(
        notice.id,
        uow.now,
        outcome === 'sent' ? null : outcome,
      ),
    );
    if (outcome === 'sent') sent += 1;
  }
  return { sent, unsent: 0 };
}

type Outcome = 'sent' | 'obsolete' | 'no_recipient' | 'mail_refused' | 'unavailable';

async function sendOne(deps: NoticeDeps, request: UnitOfWorkRequest, notice: StoredNotice): Promise<Outcome> {
  const prepared = await runInOrganization(deps.database, request, (uow) => prepare(uow, notice, deps.appUrl));
  if (typeof prepared === 'string') return prepared;
  try {
    await deps.mailer.send({ ...prepared, messageId: messageIdOf('approval-notice', notice.id) });
    return 'sent';
  } catch (error) {
    if (error instanceof MailRefusedError) return 'mail_refused';
    if (!(error instanceof DomainError) || error.code !== 'dependency_unavailable') throw error;
    deps.logger.warn({ approvalId: notice.approvalId, noticeId: notice.id }, 'a mail about an approval waits');
    return 'unavailable';
  }
}

async function prepare(
  uow: UnitOfWork,
  notice: StoredNotice,
  appUrl: string,
): Promise<'obsolete' | 'no_recipient' | { to: string[]; subject: string; text: string }> {
  const view = await getView(uow, notice.approvalId);
  if (!(await isTimely(uow, view, notice))) return 'obsolete';
  const { approval } = view;
  const users = await usersOf(uow, [notice.recipientUserId, approval.requestedBy]);
  const recipient = users.get(notice.recipientUserId);
  if (recipient === undefined) return 'no_recipient';
  const facts = {
    kind: notice.kind,
    approval,
    recipientName: recipient.full_name,
    requesterName: users.get(approval.requestedBy)?.full_name ?? 'Somebody',
    personName: await personName(uow, approval.subjectPersonId),
    appUrl,
  };
  return { to: [recipient.email], ...mailOf(facts) };
}

async function isTimely(uow: UnitOfWork, { approval, awaited }: ApprovalView, notice: StoredNotice): Promise<boolean> {
  if (notice.kind === 'outcome') return true;
  if (notice.kind !== 'withdrawn') {
    return approval.currentLevel === notice.level && awaited.has(notice.recipientUserId);
  }
  const all = await new ApprovalNoticeRepository(uow.trx, uow.organizationId).ofApproval(approval.id);
  return all.some(
    ({ recipientUserId, kind, sentAt, failedCode }) =>
      recipientUserId === notice.recipientUserId && kind !== 'withdrawn' && sentAt !== null && failedCode === null,
  );
}

async function usersOf(
  uow: UnitOfWork,
  ids: readonly string[],
): Promise<Map<string, { email: string; full_name: string }>> {
  const rows = await uow
    .trx('users as u')
    .join('memberships as m', 'm.user_id', 'u.id')
    .where('m.organization_id', uow.organizationId)
    .whereNull('m.deleted_at')
    .whereNull('u.deleted_at')
    .whereIn('u.id', [...ids])
    .select<{ id: string; email: string; full_name: string }[]>('u.id', 'u.email', 'u.full_name');
  return new Map(rows.map((row) => [row.id, row]));
}

async function personName(uow: UnitOfWork, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const person = await uow
    .trx('people')
    .where({ organization_id: uow.organizationId, id: personId })
    .first<{ full_name: string } | undefined>('full_name');
  return person?.full_name ?? null;
}
