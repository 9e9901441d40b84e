/**
 * What policies give a person: each active policy on the dates it shares with an engagement on the payroll (READINGS 49).
 * Example: a policy from 2026-01-01 and an engagement from 2026-03-16 give a benefit from 2026-03-16 on.
 */
import type { IsoDate } from '../../shared/calendar-dates';
import { derivedId } from '../../shared/ids';
import type { BenefitPolicy, PolicyEligibility } from './benefits.types';

/** An engagement on the payroll; dates inclusive. */
export interface PayrollSpan {
  id: string;
  personId: string;
  startDate: IsoDate;
  endDate: IsoDate | null;
}

/** By first date; a policy and an engagement without a common date give nothing. */
export function policyEligibilities(
  policies: readonly BenefitPolicy[],
  engagements: readonly PayrollSpan[],
): PolicyEligibility[] {
  const active = policies.filter((policy) => policy.active);
  const found = active.flatMap((policy) => engagements.map((engagement) => eligibilityOf(policy, engagement)));
  return found.filter((one) => one !== null).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
}

function eligibilityOf(policy: BenefitPolicy, engagement: PayrollSpan): PolicyEligibility | null {
  const { startDate, endDate } = engagement;
  const from = policy.effectiveFrom !== null && policy.effectiveFrom > startDate ? policy.effectiveFrom : startDate;
  const ends = [policy.effectiveTo, endDate].filter((date) => date !== null).sort();
  const to = ends[0] ?? null;
  if (to !== null && to < from) return null;
  return {
    id: derivedId(`benefit/${policy.id}/${engagement.id}`),
    personId: engagement.personId,
    benefitTypeId: policy.benefitTypeId,
    policyId: policy.id,
    effectiveFrom: from,
    effectiveTo: to,
  };
}
