/** Voucher persons for table tests: on the payroll since long ago, 35 h, to whom only what the case is about is added. */
import type { AbsencePlan, PersonPlan } from '../../src/domains/capacity/capacity.types';
import { voucherDays } from '../../src/domains/vouchers/voucher-days.rules';
import { ruleSpans, voucherRulesOf } from '../../src/domains/vouchers/voucher-rules.rules';
import type { RuleSpan, TypedAbsence, VoucherDay, VoucherPerson } from '../../src/domains/vouchers/vouchers.types';
import type { BenefitRules } from '../../src/domains/benefits/benefits.types';
import { dates, openDates, plan } from './plan-factory';

type PersonParts = Partial<Omit<VoucherPerson, 'plan'>> & { plan?: Partial<PersonPlan> };

export function voucherPerson({ plan: parts, ...rest }: PersonParts = {}): VoucherPerson {
  return { plan: plan(parts), absences: [], payroll: [openDates('1990-01-01')], decisions: [], ...rest };
}

/** Time off unless said otherwise. */
export function typed(absence: AbsencePlan, typeKey = 'paid_leave', isTimeOff = true): TypedAbsence {
  return { absence: { ...absence, label: typeKey }, typeKey, isTimeOff };
}

/** These rules since ever, as the one policy there is. */
export function byRules(rules: BenefitRules): RuleSpan[] {
  return [{ from: -100_000, to: null, policyId: 'policy', rules: voucherRulesOf(rules) }];
}

/** The days of `from`…`to`, by the usual rules unless others are given. */
export function daysOf(
  person: VoucherPerson,
  [from, to]: readonly [string, string],
  spans: readonly RuleSpan[] = ruleSpans([]),
): VoucherDay[] {
  return voucherDays(person, spans, dates(from, to));
}

export function countOf(days: readonly VoucherDay[]): number {
  return days.reduce((total, { days: one }) => total + one, 0);
}
