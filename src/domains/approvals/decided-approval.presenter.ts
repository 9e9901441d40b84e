/** A request after a decision, as it is answered. */
import { presentImpact } from '../capacity/impact.presenter';
import type { Impact } from '../capacity/impact.types';
import { presentApproval } from './approvals.presenter';
import type { ApprovalView } from './view-approvals.query';

/** With what the decision did to the plan. */
export function presentDecided(view: ApprovalView, impact: Impact | null): object {
  return { ...presentApproval(view), ...presentTried(impact) };
}

/** The impact alone. */
export function presentTried(impact: Impact | null): { impact: object | null } {
  return { impact: impact === null ? null : presentImpact(impact) };
}
