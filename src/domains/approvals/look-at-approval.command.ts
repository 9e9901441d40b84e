/** One look of the workflow at its request: what is due is noted in a transaction, then the mails that wait are sent. */
import { systemActor } from '../../access/actor';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import { addDays, toEpochDay, weekdayOf } from '../../shared/calendar-dates';
import { listWorkingDays } from '../capacity/list-working-days.query';
import { ApprovalNoticeRepository } from './approval-notices.repository';
import { ApprovalStepRepository } from './approval-steps.repository';
import { ApprovalRepository } from './approvals.repository';
import type { ApprovalLook } from './approvals.contract';
import type { ApprovalFile } from './approvals.types';
import { dueNotices, LOOK_AHEAD_DAYS, recipientsOf, type DueNotices, type Surroundings } from './due-notices.rules';
import { loadApprovers, type LoadedDirectory } from './load-approvers.query';
import { sendNotices, type NoticeDeps } from './send-notices.command';
import { localDate } from './zoned-time.rules';

/** How far back working days are read: an older due date counts as a working day. */
const LOOK_BACK_DAYS = 120;

/**
 * Does what is due at `at`, once: reminders and escalations are kept by unique keys, mails by their message ids, so a look that
 * is repeated notes nothing more and sends what is left. Mails that can't be sent now stay and are counted as `unsent`.
 * @throws DomainError not_found
 */
export async function lookAtApproval(
  deps: NoticeDeps,
  { organizationId, approvalId, at }: { organizationId: string; approvalId: string; at: Date },
): Promise<ApprovalLook> {
  const request = { organizationId, resolveActor: () => Promise.resolve(systemActor(organizationId)), now: at };
  const seen = await runInOrganization(deps.database, request, (uow) => noteWhatIsDue(uow, approvalId));
  const { sent, unsent } = await sendNotices(deps, request, approvalId);
  return { ...seen, sent, unsent };
}

async function noteWhatIsDue(uow: UnitOfWork, id: string): Promise<Omit<ApprovalLook, 'sent' | 'unsent'>> {
  const { trx, organizationId } = uow;
  const approval = await new ApprovalRepository(trx, organizationId).getForUpdate(id);
  const steps = new ApprovalStepRepository(trx, organizationId);
  const file = { approval, steps: await steps.ofApprovals([id]), decisions: await steps.decisionsOf([id]) };
  const due = approval.state === 'pending' ? await dueNow(uow, file) : null;
  if (due !== null) {
    await new ApprovalNoticeRepository(trx, organizationId).note(due.notices, uow.now);
    if (due.escalates) await escalate(uow, file);
  }
  const escalatedAt = file.steps[approval.currentLevel - 1]?.escalatedAt ?? null;
  return {
    state: approval.state,
    level: approval.currentLevel,
    isEscalated: escalatedAt !== null || due?.escalates === true,
    nextDueAt: due?.nextDueAt?.toISOString() ?? null,
  };
}

async function dueNow(uow: UnitOfWork, file: ApprovalFile): Promise<DueNotices> {
  const directory = await loadApprovers(uow, [file.approval.subjectPersonId]);
  return dueNotices(file, {
    directory,
    noted: await new ApprovalNoticeRepository(uow.trx, uow.organizationId).ofApproval(file.approval.id),
    at: uow.now,
    zone: directory.timezone,
    worksOn: await calendarOf(uow, file, directory),
  });
}

/** Somebody who is a person works as their ledger says, anybody else on the organisation's working weekdays. */
async function calendarOf(
  uow: UnitOfWork,
  file: ApprovalFile,
  directory: LoadedDirectory,
): Promise<Surroundings['worksOn']> {
  const { members, today, timezone } = directory;
  const openedAt = file.steps[file.approval.currentLevel - 1]?.openedAt ?? uow.now;
  const from = [localDate(openedAt, timezone), addDays(today, -LOOK_BACK_DAYS)].reduce((a, b) => (a > b ? a : b));
  const personOf = new Map(members.map(({ userId, personId }) => [userId, personId]));
  const recipients = recipientsOf(file, directory).map((userId) => personOf.get(userId) ?? null);
  const personIds = [...new Set(recipients)].filter((id) => id !== null);
  const range = { from, to: addDays(today, 2 * LOOK_AHEAD_DAYS) };
  const days = await listWorkingDays(uow, personIds, range);
  const { default_workweek_minutes: workweek } = await uow
    .trx('organizations')
    .where('id', uow.organizationId)
    .first<{ default_workweek_minutes: number[] }>('default_workweek_minutes');
  return (userId, date) => {
    if (date < range.from || date > range.to) return true;
    const own = days.get(personOf.get(userId) ?? '');
    return own?.has(date) ?? (workweek[weekdayOf(toEpochDay(date))] ?? 0) > 0;
  };
}

/** From now on those whom the level escalates to may decide it alone. It stays pending: nothing is approved by omission. */
async function escalate(uow: UnitOfWork, { approval, steps }: ApprovalFile): Promise<void> {
  const step = steps[approval.currentLevel - 1];
  if (step === undefined) throw new Error('a pending request has an open step');
  await new ApprovalStepRepository(uow.trx, uow.organizationId).update(step, { escalatedAt: uow.now }, []);
  const after = await new ApprovalRepository(uow.trx, uow.organizationId).update(approval, {}, []);
  const facts = { entityType: 'approval', entityId: approval.id };
  uow.audit({ event: 'approval.escalated', ...facts, before: approval, after });
  uow.emit({ type: 'approval.escalated', ...facts, version: after.version });
}
