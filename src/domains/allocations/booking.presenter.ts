/** A booking as it is answered. */
import { presentApproval } from '../approvals/approvals.presenter';
import { presentImpact } from '../capacity/impact.presenter';
import { presentAllocation } from './allocations.presenter';
import type { Booking } from './book-under-policy.command';

/** One allocation with its impact, or all of them as `items`; with the approvals that are waited for, if any. */
export function presentBooking({ allocations, impact, approvals }: Booking, isBulk: boolean): object {
  const [only] = allocations;
  const requests = approvals.map(presentApproval);
  if (isBulk || only === undefined) {
    const items = allocations.map(presentAllocation);
    return { items, impact: presentImpact(impact), ...(requests.length > 0 ? { approvals: requests } : {}) };
  }
  return {
    ...presentAllocation(only),
    impact: presentImpact(impact),
    ...(requests.length > 0 ? { approval: requests[0] } : {}),
  };
}
