/** Our vouchers of a month beside those of the payroll. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { allVouchers, type NamedVouchers } from './list-vouchers.query';
import { PayrollCountRepository, type PayrollCount } from './payroll-counts.repository';
import { differenceReasons, type DifferenceReason } from './reconciliation.rules';

export interface ReconciledPerson {
  /** null: an account of the payroll that is linked to nobody. */
  personId: string | null;
  externalAccountIds: string[];
  name: string;
  matricule: string | null;
  days: number;
  /** null: the payroll has no count. */
  payrollDays: number | null;
  difference: number;
  reasons: DifferenceReason[];
}

export interface Reconciliation {
  month: string;
  isClosed: boolean;
  /** When the payroll was read last; null: never for this month. */
  readAt: Date | null;
  items: ReconciledPerson[];
}

/** Everybody who has vouchers here or a count there, by name. Several accounts of one person add up. `month` is `YYYY-MM`. */
export async function reconcileVouchers(uow: UnitOfWork, month: string): Promise<Reconciliation> {
  const { closed, items } = await allVouchers(uow, month);
  const counts = await new PayrollCountRepository(uow.trx, uow.organizationId).ofMonth(month);
  const known = new Set(items.map((item) => item.personId));
  const ours = items.map((item) =>
    besides(
      item,
      counts.filter(({ personId }) => personId === item.personId),
    ),
  );
  const theirs = counts.filter(({ personId }) => personId === null || !known.has(personId)).map(alone);
  const rows = [...ours.filter((row) => row.days > 0 || row.payrollDays !== null), ...theirs];
  return {
    month,
    isClosed: closed !== null,
    readAt: latest(counts),
    items: rows.sort((a, b) => a.name.localeCompare(b.name) || ((a.personId ?? '') < (b.personId ?? '') ? -1 : 1)),
  };
}

function besides(item: NamedVouchers, counts: readonly PayrollCount[]): ReconciledPerson {
  const payrollDays = counts.length === 0 ? null : counts.reduce((sum, { count }) => sum + count, 0);
  return {
    personId: item.personId,
    externalAccountIds: counts.map(({ accountId }) => accountId),
    name: item.name,
    matricule: item.matricule,
    days: item.days,
    payrollDays,
    difference: item.days - (payrollDays ?? 0),
    reasons: differenceReasons(item, payrollDays),
  };
}

/** A count of nobody we know. */
function alone({ accountId, accountName, count }: PayrollCount): ReconciledPerson {
  return {
    personId: null,
    externalAccountIds: [accountId],
    name: accountName,
    matricule: null,
    days: 0,
    payrollDays: count,
    difference: -count,
    reasons: count === 0 ? [] : [{ code: 'account_not_linked', days: -count, dates: [] }],
  };
}

function latest(counts: readonly PayrollCount[]): Date | null {
  return counts.reduce<Date | null>((last, { readAt }) => (last === null || readAt > last ? readAt : last), null);
}
