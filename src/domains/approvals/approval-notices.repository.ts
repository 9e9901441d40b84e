/** Who is to be told and who was. Keys and look-ups by approval_notices_key and approval_notices_of_recipient. */
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import type { Notice, StoredNotice } from './approval-notices.types';

interface NoticeRow {
  id: string;
  approval_id: string;
  level: number;
  kind: StoredNotice['kind'];
  sequence: number;
  recipient_user_id: string;
  created_at: Date;
  sent_at: Date | null;
  failed_code: string | null;
}

export class ApprovalNoticeRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Notes that these are to be told, each once: what is noted already stays as it is. */
  async note(notices: readonly Notice[], at: Date): Promise<void> {
    if (notices.length === 0) return;
    const rows = notices.map((notice) => ({
      organization_id: this.organizationId,
      id: newId(),
      approval_id: notice.approvalId,
      level: notice.level,
      kind: notice.kind,
      sequence: notice.sequence,
      recipient_user_id: notice.recipientUserId,
      created_at: at,
    }));
    await this.trx('approval_notices')
      .insert(rows)
      .onConflict(['organization_id', 'approval_id', 'level', 'kind', 'sequence', 'recipient_user_id'])
      .ignore();
  }

  /** All notices of a request, in the order they were noted. */
  async ofApproval(approvalId: string): Promise<StoredNotice[]> {
    const rows = await this.trx('approval_notices')
      .where({ organization_id: this.organizationId, approval_id: approvalId })
      .orderBy(['created_at', 'id'])
      .select<NoticeRow[]>('*');
    return rows.map((row) => ({
      id: row.id,
      approvalId: row.approval_id,
      level: row.level,
      kind: row.kind,
      sequence: row.sequence,
      recipientUserId: row.recipient_user_id,
      createdAt: row.created_at,
      sentAt: row.sent_at,
      failedCode: row.failed_code,
    }));
  }

  /** Ends a notice: it was sent, or will never be for the reason given. */
  async markDone(id: string, at: Date, failedCode: string | null = null): Promise<void> {
    await this.trx('approval_notices')
      .where({ organization_id: this.organizationId, id })
      .whereNull('sent_at')
      .update({ sent_at: at, failed_code: failedCode });
  }
}
