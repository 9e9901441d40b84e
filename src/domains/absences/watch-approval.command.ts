/** What a write of an absence means for the request about it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { endAsCancelled } from '../approvals/end-as-cancelled.command';
import { findRunningApproval } from '../approvals/running-approval.query';
import { startApproval } from '../approvals/start-approval.command';
import type { Absence, AbsenceFields } from './absences.types';

/** Notes may be changed while others decide; everything else is what they decide about. */
const FREE_FIELDS: readonly (keyof AbsenceFields)[] = ['notes'];

/**
 * A new request asks for approval where a policy says so. While one runs, the absence can be cancelled or deleted, which takes
 * the request back, and nothing else: it is decided there, not by its status (READINGS 21).
 * @throws DomainError conflict naming the approval
 */
export async function watchApproval(
  uow: UnitOfWork,
  { before, after }: { before: Absence | null; after: (AbsenceFields & { id?: string }) | null },
): Promise<void> {
  const running = before === null ? undefined : await findRunningApproval(uow, 'absence', before.id);
  if (running === undefined) {
    if (after?.status === 'requested' && before?.status !== 'requested') await ask(uow, before?.id ?? after.id, after);
    return;
  }
  if (after === null || after.status === 'cancelled') {
    await endAsCancelled(uow, running);
    return;
  }
  if (before === null || isUntouched(before, after)) return;
  throw new DomainError('conflict', 'An approval runs for this absence: decide or cancel it there.', {
    approval_id: running.id,
  });
}

async function ask(uow: UnitOfWork, id: string | undefined, { personId }: AbsenceFields): Promise<void> {
  if (id === undefined) throw new Error('a requested absence needs its id before it is stored');
  await startApproval(uow, { kind: 'absence', subject: { type: 'absence', id, personId }, message: null });
}

function isUntouched(before: Absence, after: AbsenceFields): boolean {
  const fields = Object.keys(after).filter((name) => !FREE_FIELDS.includes(name as keyof AbsenceFields));
  return fields.every((name) => before[name as keyof AbsenceFields] === after[name as keyof AbsenceFields]);
}
