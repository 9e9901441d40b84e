/** One month's vouchers: what was given when it is closed, what would be given now while it is open. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { computeVouchers } from './compute-vouchers.query';
import { VoucherMonthRepository } from './voucher-months.repository';
import { VoucherSourceRepository, type NamedPerson } from './voucher-source.repository';
import type { VoucherMonth, VoucherRow } from './vouchers.types';

export interface NamedVouchers extends VoucherRow {
  name: string;
}

export interface VoucherPage {
  month: string;
  /** null while it is open. */
  closed: VoucherMonth | null;
  items: NamedVouchers[];
  total: number;
  nextCursor: string | null;
}

/** People by name. `month` is `YYYY-MM`; `personIds` null = everybody. */
export async function listVouchers(
  uow: UnitOfWork,
  { month, personIds }: { month: string; personIds: readonly string[] | null },
  request: { page: number; pageSize: number; cursor?: string | undefined },
): Promise<VoucherPage> {
  const closed = (await new VoucherMonthRepository(uow.trx, uow.organizationId).find(month)) ?? null;
  const scope = { closedMonth: closed === null ? null : month, personIds };
  const people = await new VoucherSourceRepository(uow.trx, uow.organizationId).page(scope, request);
  const items = await vouchersOf(uow, { month, isClosed: closed !== null }, people.items);
  return { month, closed, items, total: people.total, nextCursor: people.nextCursor };
}

/** Everybody's vouchers of one month, by person id. */
export async function allVouchers(
  uow: UnitOfWork,
  month: string,
): Promise<{ closed: VoucherMonth | null; items: NamedVouchers[] }> {
  const closed = (await new VoucherMonthRepository(uow.trx, uow.organizationId).find(month)) ?? null;
  const scope = { closedMonth: closed === null ? null : month, personIds: null };
  const people = await new VoucherSourceRepository(uow.trx, uow.organizationId).people(scope);
  return { closed, items: await vouchersOf(uow, { month, isClosed: closed !== null }, people) };
}

async function vouchersOf(
  uow: UnitOfWork,
  { month, isClosed }: { month: string; isClosed: boolean },
  people: readonly NamedPerson[],
): Promise<NamedVouchers[]> {
  const personIds = people.map((person) => person.id);
  const rows = isClosed
    ? await new VoucherMonthRepository(uow.trx, uow.organizationId).rows(month, personIds)
    : await computeVouchers(uow, month, personIds);
  return people.flatMap(({ id, name }) => {
    const row = rows.get(id);
    return row === undefined ? [] : [{ ...row, name }];
  });
}
