/** The order file of a month, which leaves a trace in the audit log. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { renderTable } from '../../rendering/render-table';
import type { RenderedFile } from '../../rendering/table.types';
import { DomainError } from '../../shared/domain-error';
import { derivedId } from '../../shared/ids';
import { allVouchers } from './list-vouchers.query';
import { orderGaps, orderLines, orderTable, withoutErased, type OrderLine } from './order-file.rules';
import { VoucherSourceRepository } from './voucher-source.repository';

/**
 * The order of `month` (`YYYY-MM`): as it was closed, or as it stands while it is open, which its name then says. A number that
 * was missing when the month was closed is the present one. Whose number was erased with them is left out, since nobody can be ordered
 * for without one. Exporting is written to the audit log, with who was left out.
 * @throws DomainError order_incomplete with everybody for whom something is missing
 */
export async function exportOrder(uow: UnitOfWork, month: string): Promise<RenderedFile> {
  const { closed, items } = await allVouchers(uow, month);
  const source = new VoucherSourceRepository(uow.trx, uow.organizationId);
  const matricules = await source.matricules(items.map((item) => item.personId));
  const numbered = items.map(({ personId, name, matricule, days }) => ({
    personId,
    name,
    matricule: matricule ?? matricules.get(personId) ?? null,
    days,
  }));
  const ordered = orderLines(numbered);
  const unknown = ordered.filter(({ matricule }) => matricule === null).map(({ personId }) => personId);
  const { lines, leftOut } = withoutErased(ordered, await source.erasedAmong(unknown));
  const missing = orderGaps(lines);
  if (missing.length > 0) {
    const message = `The order of ${month} cannot be made: something is missing for ${String(missing.length)} people.`;
    throw new DomainError('order_incomplete', message, { missing });
  }
  uow.audit({
    event: 'voucher_order.exported',
    entityType: 'voucher_month',
    entityId: closed?.id ?? derivedId(`voucher-month/${uow.organizationId}/${month}`),
    before: null,
    after: {
      month,
      is_closed: closed !== null,
      lines: lines.length,
      days: sum(lines),
      erased_people_left_out: leftOut.map(({ personId, days }) => ({ id: personId, days })),
    },
  });
  return fileOf(month, closed !== null, lines);
}

function fileOf(month: string, isClosed: boolean, lines: readonly OrderLine[]): RenderedFile {
  const csv = { delimiter: 'semicolon', hasByteOrderMark: false } as const;
  const file = renderTable(orderTable(month, lines), { format: 'csv', language: 'fr', csv });
  return { ...file, name: `titres-restaurant_${month}${isClosed ? '' : '_provisoire'}.csv` };
}

function sum(lines: readonly OrderLine[]): number {
  return lines.reduce((total, line) => total + line.days, 0);
}
