/** Freezes a month of meal vouchers. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { localToday } from '../organizations/local-today.query';
import { computeVouchers } from './compute-vouchers.query';
import { VoucherMonthRepository } from './voucher-months.repository';
import { VoucherSourceRepository } from './voucher-source.repository';
import type { VoucherMonth } from './vouchers.types';

/** People whose plans are in memory at once. */
const BATCH = 200;

/**
 * Stores what everybody is given for `month` (`YYYY-MM`), the corrections of earlier months settled in it included. From then on
 * nothing changes it: what changes later is a correction of the first open month after it. Idempotent: a closed month is
 * answered as it is. Apart from closing the period of the plan.
 * @throws DomainError conflict for a month that has not begun: it could never be opened again
 */
export async function closeVoucherMonth(uow: UnitOfWork, month: string): Promise<VoucherMonth> {
  const months = new VoucherMonthRepository(uow.trx, uow.organizationId);
  await months.hold();
  const known = await months.find(month);
  if (known !== undefined) return known;
  await assertBegun(uow, month);
  const scope = { closedMonth: null, personIds: null };
  const people = await new VoucherSourceRepository(uow.trx, uow.organizationId).people(scope);
  const totals = { people: 0, days: 0 };
  for (let start = 0; start < people.length; start += BATCH) {
    const personIds = people.slice(start, start + BATCH).map((person) => person.id);
    const rows = [...(await computeVouchers(uow, month, personIds)).values()];
    await months.insertRows(month, rows);
    totals.people += rows.length;
    totals.days += rows.reduce((sum, row) => sum + row.days, 0);
  }
  const closed = await months.insertMonth({
    month: `${month}-01`,
    closedAt: uow.now,
    closedBy: uow.actor.userId,
    ...totals,
  });
  const facts = { entityType: 'voucher_month', entityId: closed.id };
  uow.audit({ event: 'voucher_month.closed', ...facts, before: null, after: closed });
  uow.emit({ type: 'voucher_month.closed', ...facts, version: 1 });
  return closed;
}

/** The day is that of the organisation's time zone. */
async function assertBegun(uow: UnitOfWork, month: string): Promise<void> {
  const { today } = await localToday(uow);
  if (`${month}-01` <= today) return;
  const message = `${month} has not begun; a month of vouchers is closed from its first day on.`;
  const errors = [{ pointer: '/path/month', code: 'month_not_begun', message }];
  throw new DomainError('conflict', message, { errors });
}
