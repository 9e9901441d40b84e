/** Closes and reopens a month. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { holdPeriods } from './period-lock.query';
import { PeriodRepository } from './periods.repository';
import type { Period } from './periods.types';

/**
 * Makes the month of `month` (its first day) closed or open, at once. From then on a write that would change figures of a
 * closed month is refused with `period_closed`. Idempotent: a month that is so already is answered and nothing is written.
 * @throws DomainError stale_version
 */
export async function setPeriodState(uow: UnitOfWork, month: IsoDate, state: Period['state']): Promise<Period> {
  await holdPeriods(uow.trx, uow.organizationId);
  const before = await new PeriodRepository(uow.trx, uow.organizationId).ofMonth(month);
  if (before !== undefined) uow.checkMatch(before.version);
  return storePeriodState(uow, month, state);
}

/** The same whatever version the caller has seen: what an approval does. */
export async function storePeriodState(uow: UnitOfWork, month: IsoDate, state: Period['state']): Promise<Period> {
  await holdPeriods(uow.trx, uow.organizationId);
  const periods = new PeriodRepository(uow.trx, uow.organizationId);
  const before = await periods.ofMonth(month);
  if (before?.state === state) return before;
  const isClosed = state === 'closed';
  const fields = { state, closedAt: isClosed ? uow.now : null, closedBy: isClosed ? uow.actor.userId : null };
  const after =
    before === undefined ? await periods.insert({ month, ...fields }) : await periods.update(before, fields);
  const event = isClosed ? 'period.closed' : 'period.reopened';
  const facts = { entityType: 'period', entityId: after.id };
  uow.audit({ event, ...facts, before: before ?? null, after });
  uow.emit({ type: event, ...facts, version: after.version });
  return after;
}
