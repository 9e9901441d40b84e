/** What a decision does: the one place where approvals touch the plan, in the transaction of the decision. */
import { decideRequestedAbsence } from '../absences/decide-absence.command';
import { bookRequested, confirmAllocation } from '../allocations/book-requested.command';
import type { AllocationFields } from '../allocations/allocation-record.rules';
import { acceptRequestedConflict } from '../conflicts/accept-conflict.command';
import { storePeriodState } from '../periods/set-period-state.command';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { Approval, Verdict } from './approvals.types';

/**
 * Does what was asked, or for a refused absence says so on it; through the same planning path as every other write, so a closed
 * month refuses the decision as it would refuse the write.
 * @throws DomainError conflict when the subject is gone or no longer what was asked about, period_closed
 */
export async function applyEffect(uow: UnitOfWork, approval: Approval, verdict: Verdict): Promise<void> {
  const { kind, subjectId, payload } = approval;
  if (kind === 'absence') return decideRequestedAbsence(uow, subjectId, verdict);
  if (verdict === 'declined') return;
  switch (kind) {
    case 'allocation_request':
      return bookRequested(uow, subjectId, payload['fields'] as AllocationFields);
    case 'over_allocation':
      return acceptOver(uow, approval);
    case 'period_close':
      await storePeriodState(uow, String(payload['month']), 'closed');
  }
}

/** What becomes of the subject when the request about it is taken back. */
export async function withdrawSubject(uow: UnitOfWork, { kind, subjectId }: Approval): Promise<void> {
  if (kind === 'absence') await decideRequestedAbsence(uow, subjectId, 'cancelled');
}

async function acceptOver(uow: UnitOfWork, { subjectType, subjectId, payload, message }: Approval): Promise<void> {
  const asked = { id: subjectId, version: Number(payload['version']), reason: message ?? '' };
  if (subjectType === 'conflict') await acceptRequestedConflict(uow, asked);
  else await confirmAllocation(uow, asked);
}
