/** Meal vouchers as they are answered. */
import type { NamedVouchers, VoucherPage } from './list-vouchers.query';
import type { Reconciliation } from './reconcile-vouchers.query';
import type { VoucherDay, VoucherMonth } from './vouchers.types';

/** A page of people with their month. */
export function presentVoucherPage(found: VoucherPage, { page, pageSize }: { page: number; pageSize: number }): object {
  return {
    month: found.month,
    ...presentState(found.closed),
    items: found.items.map(presentVouchers),
    total: found.total,
    page,
    page_size: pageSize,
    next_cursor: found.nextCursor,
  };
}

/** A month that was just closed, or was before. */
export function presentVoucherMonth(month: VoucherMonth): object {
  return {
    id: month.id,
    month: month.month.slice(0, 7),
    ...presentState(month),
    people: month.people,
    days: month.days,
  };
}

/** Both counts side by side. */
export function presentReconciliation({ month, isClosed, readAt, items }: Reconciliation): object {
  const sumOf = (count: (item: Reconciliation['items'][number]) => number): number =>
    items.reduce((sum, item) => sum + count(item), 0);
  return {
    month,
    state: isClosed ? 'closed' : 'open',
    read_at: readAt?.toISOString() ?? null,
    items: items.map((item) => ({
      person_id: item.personId,
      external_account_ids: item.externalAccountIds,
      person_name: item.name,
      matricule: item.matricule,
      days: item.days,
      payroll_days: item.payrollDays,
      difference: item.difference,
      reasons: item.reasons,
    })),
    totals: {
      days: sumOf(({ days }) => days),
      payroll_days: sumOf(({ payrollDays }) => payrollDays ?? 0),
      difference: sumOf(({ difference }) => difference),
    },
  };
}

function presentState(closed: VoucherMonth | null): object {
  return {
    state: closed === null ? 'open' : 'closed',
    closed_at: closed?.closedAt.toISOString() ?? null,
    closed_by: closed?.closedBy ?? null,
  };
}

function presentVouchers(row: NamedVouchers): object {
  return {
    person_id: row.personId,
    person_name: row.name,
    matricule: row.matricule,
    days: row.days,
    rule_days: row.ruleDays,
    override_days: row.overrideDays,
    carried_over: row.carriedOver,
    parts: row.parts.map(presentPart),
    correction_of: row.corrections,
  };
}

function presentPart(part: VoucherDay): object {
  return {
    date: part.date,
    days: part.days,
    rule_days: part.ruleDays,
    reason: part.reason,
    morning_minutes: part.morningMinutes,
    afternoon_minutes: part.afternoonMinutes,
    policy_id: part.policyId,
    override: part.override,
    causes: part.causes,
  };
}
