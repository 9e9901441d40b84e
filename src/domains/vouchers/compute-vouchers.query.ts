/** An open month of some people, out of the plan as it is now and of the closed months before it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay } from '../../shared/calendar-dates';
import { loadBenefitRules, type LoadedBenefit } from '../benefits/load-benefit-rules.query';
import type { DayRange, PersonPlan } from '../capacity/capacity.types';
import { loadPlans } from '../capacity/compute-ledgers.query';
import { listPayrollEngagements } from '../engagements/list-payroll-engagements.query';
import { closedRunBefore, openCorrections, voucherRow } from './voucher-corrections.rules';
import { voucherDays } from './voucher-days.rules';
import { VoucherMonthRepository } from './voucher-months.repository';
import { isVoucherType, ruleSpans } from './voucher-rules.rules';
import { VoucherSourceRepository } from './voucher-source.repository';
import type { VoucherDecision, VoucherPerson, VoucherRow } from './vouchers.types';

/**
 * The rows of the live people among `personIds` for `month` (`YYYY-MM`), with the corrections that the closed months right
 * before it hand on. A correction is in the first open month only: later ones do not know it yet.
 */
export async function computeVouchers(
  uow: UnitOfWork,
  month: string,
  personIds: readonly string[],
): Promise<Map<string, VoucherRow>> {
  const months = new VoucherMonthRepository(uow.trx, uow.organizationId);
  const run = closedRunBefore(month, await months.closedMonths());
  const range = { from: toEpochDay(`${run[0] ?? month}-01`), to: dayAfter(month) };
  const benefit = await loadBenefitRules(uow, isVoucherType, personIds);
  const people = await loadPeople(uow, { personIds, range, benefit });
  const spans = ruleSpans(benefit?.policies ?? []);
  const given = await months.closedRows(run, personIds);
  const matricules = await new VoucherSourceRepository(uow.trx, uow.organizationId).matricules(personIds);
  const rows = [...people].map(([personId, person]) => {
    const days = voucherDays(person, spans, range);
    const own = days.filter(({ date }) => date.startsWith(month));
    const corrections = openCorrections(run, given.get(personId) ?? [], days);
    return voucherRow({ personId, matricule: matricules.get(personId) ?? null }, own, corrections);
  });
  return new Map(rows.map((row) => [row.personId, row]));
}

async function loadPeople(
  uow: UnitOfWork,
  { personIds, range, benefit }: { personIds: readonly string[]; range: DayRange; benefit: LoadedBenefit | null },
): Promise<Map<string, VoucherPerson>> {
  const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds, range });
  const absences = await new VoucherSourceRepository(uow.trx, uow.organizationId).absences(personIds, range);
  const payroll = await listPayrollEngagements(uow, personIds);
  const personOf = (plan: PersonPlan): VoucherPerson => ({
    plan,
    absences: absences.get(plan.personId) ?? [],
    payroll: payroll
      .filter((spell) => spell.personId === plan.personId)
      .map((spell) => openRange(spell.startDate, spell.endDate)),
    decisions: decisionsAbout(plan.personId, benefit),
  });
  return new Map([...plans].map(([personId, plan]) => [personId, personOf(plan)]));
}

function decisionsAbout(personId: string, benefit: LoadedBenefit | null): VoucherDecision[] {
  const about = benefit?.decisions.filter((decision) => decision.personId === personId) ?? [];
  return about.map(({ id, eligible, reason, effectiveFrom, effectiveTo }) => ({
    id,
    eligible,
    reason,
    ...openRange(effectiveFrom, effectiveTo),
  }));
}

function openRange(from: string, to: string | null): { from: number; to: number | null } {
  return { from: toEpochDay(from), to: to === null ? null : toEpochDay(to) + 1 };
}

/** The first day after a month. */
function dayAfter(month: string): number {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return Date.UTC(year, number, 1) / 86_400_000;
}
