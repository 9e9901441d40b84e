/** What a decision does: the one place where approvals touch the plan, in the transaction of the decision. */
import { decideRequestedAbsence } from '../absences/decide-absence.command';
import { bookRequested, confirmAllocation } from '../allocations/book-requested.command';
import type { AllocationFields } from '../allocations/allocation-record.rules';
import { summarizeImpact } from '../capacity/impact.rules';
import type { Impact } from '../capacity/impact.types';
import { acceptRequestedConflict } from '../conflicts/accept-conflict.command';
import { toConflict } from '../conflicts/conflict-records.rules';
import { storePeriodState } from '../periods/set-period-state.command';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { Approval, Verdict } from './approvals.types';

/**
 * Does what was asked, or for a refused absence says so on it; through the same planning path as every other write, so a closed
 * month refuses the decision as it would refuse the write. Answers what that did to the plan; null where it leaves every figure
 * and conflict as it was: a refusal, and closing a month.
 * @throws DomainError conflict when the subject is gone or no longer what was asked about, period_closed
 */
export async function applyEffect(uow: UnitOfWork, approval: Approval, verdict: Verdict): Promise<Impact | null> {
  const { kind, subjectId, payload } = approval;
  if (verdict === 'declined') {
    if (kind === 'absence') await decideRequestedAbsence(uow, subjectId, 'declined');
    return null;
  }
  switch (kind) {
    case 'absence':
      return decideRequestedAbsence(uow, subjectId, 'approved');
    case 'allocation_request':
      return bookRequested(uow, subjectId, payload['fields'] as AllocationFields);
    case 'over_allocation':
      return acceptOver(uow, approval);
    case 'period_close':
      // Nothing refuses it and nothing moves by it: trying it would only hold up every other write to the plan.
      if (!uow.isDryRun) await storePeriodState(uow, String(payload['month']), 'closed');
      return null;
  }
}

/** What becomes of the subject when the request about it is taken back. It moves no figure: what was only asked for has none. */
export async function withdrawSubject(uow: UnitOfWork, { kind, subjectId }: Approval): Promise<void> {
  if (kind === 'absence') await decideRequestedAbsence(uow, subjectId, 'cancelled');
}

async function acceptOver(uow: UnitOfWork, approval: Approval): Promise<Impact> {
  const { subjectType, subjectId, payload, message } = approval;
  const asked = { id: subjectId, version: Number(payload['version']), reason: message ?? '' };
  if (subjectType !== 'conflict') return confirmAllocation(uow, asked);
  const accepted = toConflict(await acceptRequestedConflict(uow, asked));
  return { ...summarizeImpact([]), conflicts: { opened: [], changed: [accepted], closed: [] } };
}
