/** What deleting an allocation means for the request about it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { endAsCancelled } from '../approvals/end-as-cancelled.command';
import { findRunningApproval } from '../approvals/running-approval.query';
import type { Allocation } from './allocations.types';

/** A tentative allocation that is deleted takes its request back; a changed one can only be refused or asked for again. */
export async function withdrawRequest(
  uow: UnitOfWork,
  { before, after }: { before: Allocation | null; after: object | null },
): Promise<void> {
  if (before?.status !== 'tentative' || after !== null) return;
  const running = await findRunningApproval(uow, 'over_allocation', before.id);
  if (running !== undefined) await endAsCancelled(uow, running);
}
