/** Closes a month, or asks for it where a policy says who decides. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { findPolicy, findRunningApproval } from '../approvals/running-approval.query';
import { startApproval } from '../approvals/start-approval.command';
import { viewApproval, type ApprovalView } from '../approvals/view-approvals.query';
import { PeriodRepository } from './periods.repository';
import type { Period } from './periods.types';
import { setPeriodState } from './set-period-state.command';

/** Done, or asked for. */
export type Closing = { period: Period } | { approval: ApprovalView };

/**
 * At once without a policy (READINGS 40), else by a request for approval; the one that is pending about that month when there
 * is one, and nothing more about a month that is closed.
 * @throws DomainError stale_version
 */
export async function closePeriod(uow: UnitOfWork, month: IsoDate): Promise<Closing> {
  if ((await findPolicy(uow, 'period_close')) === undefined)
    return { period: await setPeriodState(uow, month, 'closed') };
  const period = await new PeriodRepository(uow.trx, uow.organizationId).ofMonthOrNew(month);
  uow.checkMatch(period.version);
  if (period.state === 'closed') return { period };
  const running = await findRunningApproval(uow, 'period_close', period.id);
  const approval =
    running ??
    (await startApproval(uow, {
      kind: 'period_close',
      subject: { type: 'period', id: period.id, personId: uow.actor.personId },
      payload: { month },
      message: null,
    }));
  if (approval === null) return { period: await setPeriodState(uow, month, 'closed') };
  return { approval: await viewApproval(uow, approval) };
}
