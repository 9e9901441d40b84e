/** What a policy says about meal vouchers, and which benefit type they are. */
import { FIRST_DATE, toEpochDay } from '../../shared/calendar-dates';
import type { BenefitPolicy, BenefitRules } from '../benefits/benefits.types';
import { ERASED_THAT_COUNTS } from '../privacy/erased-absence-types.rules';
import type { RuleSpan, VoucherRules } from './vouchers.types';

/** READINGS 49: what holds where nothing else is said. */
export const USUAL_RULES: VoucherRules = voucherRulesOf({});

/** Keys of v9 were free text; these words, in any case, number and punctuation, mean meal vouchers. */
const VOUCHER_WORDS = new Set(['mealvoucher', 'titrerestaurant', 'ticketrestaurant', 'ticketresto', 'lunchvoucher']);

/** @example isVoucherType({ key: 'titres_restaurant' }) and isVoucherType({ key: 'meal-vouchers' }) are true */
export function isVoucherType({ key }: { key: string }): boolean {
  const words = key.toLowerCase().split(/[^a-z]+/);
  return VOUCHER_WORDS.has(words.map((word) => word.replace(/s$/, '')).join(''));
}

/** The rules as sent with the usual ones where they are silent. @example voucherRulesOf({}).bothHalves is true */
export function voucherRulesOf(sent: BenefitRules): VoucherRules {
  const { both_halves, minimum_minutes, remote_counts, absence_types_that_count: types } = sent;
  return {
    bothHalves: both_halves !== false,
    minimumMinutes: typeof minimum_minutes === 'number' ? minimum_minutes : 0,
    remoteCounts: remote_counts !== false,
    absenceTypesThatCount: new Set([
      ...(Array.isArray(types) ? types.filter((type) => typeof type === 'string') : []),
      ERASED_THAT_COUNTS.key,
    ]),
  };
}

/** The rules in force when: those of active policies, or the usual ones since ever where nobody has made any policy. */
export function ruleSpans(policies: readonly BenefitPolicy[]): RuleSpan[] {
  const ever = toEpochDay(FIRST_DATE);
  if (policies.length === 0) return [{ from: ever, to: null, policyId: null, rules: USUAL_RULES }];
  const active = policies.filter((policy) => policy.active);
  return active.map((policy) => ({
    from: policy.effectiveFrom === null ? ever : toEpochDay(policy.effectiveFrom),
    to: policy.effectiveTo === null ? null : toEpochDay(policy.effectiveTo) + 1,
    policyId: policy.id,
    rules: voucherRulesOf(policy.rules),
  }));
}
