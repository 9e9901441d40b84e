/** Books people, asking for approval where accepting what does not fit is not the booker's to decide. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { startApproval } from '../approvals/start-approval.command';
import { viewApproval, type ApprovalView } from '../approvals/view-approvals.query';
import type { Impact } from '../capacity/impact.types';
import type { Allocation } from './allocations.types';
import { createAllocations } from './create-allocations.command';

type BookingRequest = Parameters<typeof createAllocations>[1];

/** What was booked; with approvals it is tentative, each until its own is given. */
export interface Booking {
  allocations: Allocation[];
  impact: Impact;
  approvals: ApprovalView[];
}

/**
 * Books as asked. With `on_conflict=accept` under a policy, by somebody who does not decide it alone, what would not fit is
 * booked as tentative, and a request is started for each allocation; once approved, it is firm and its conflicts are accepted
 * (READINGS 40). A refusal leaves it tentative.
 * @throws DomainError what `createAllocations` throws
 */
export async function bookUnderPolicy(uow: UnitOfWork, request: BookingRequest): Promise<Booking> {
  if (request.options.onConflict !== 'accept') return { ...(await createAllocations(uow, request)), approvals: [] };
  try {
    return { ...(await uow.attempt(() => createAllocations(uow, request))), approvals: [] };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'not_an_approver') throw error;
    return bookTentatively(uow, request);
  }
}

async function bookTentatively(uow: UnitOfWork, request: BookingRequest): Promise<Booking> {
  const { allocations, impact } = await createAllocations(uow, {
    ...request,
    inputs: request.inputs.map((input) => ({ ...input, status: 'tentative' })),
    options: { onConflict: 'report', conflictReason: null },
  });
  const approvals: ApprovalView[] = [];
  for (const [index, allocation] of allocations.entries()) {
    if (request.inputs[index]?.status === 'tentative') continue;
    const approval = await startApproval(uow, {
      kind: 'over_allocation',
      subject: { type: 'allocation', id: allocation.id, personId: allocation.personId },
      payload: { version: allocation.version },
      message: request.options.conflictReason,
    });
    if (approval !== null) approvals.push(await viewApproval(uow, approval));
  }
  return { allocations, impact, approvals };
}
