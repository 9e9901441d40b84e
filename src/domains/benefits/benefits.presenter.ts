/** Benefits as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { BenefitPolicy, BenefitType, PersonBenefit, PolicyEligibility } from './benefits.types';

/** One type. */
export function presentBenefitType(type: BenefitType): object {
  return withRecordFields(type, { key: type.key, name: type.name });
}

/** One policy, its rules as they were sent. */
export function presentBenefitPolicy(policy: BenefitPolicy): object {
  return withRecordFields(policy, {
    benefit_type_id: policy.benefitTypeId,
    rules: policy.rules,
    active: policy.active,
    effective_from: policy.effectiveFrom,
    effective_to: policy.effectiveTo,
  });
}

/** A decision about one person. */
export function presentPersonBenefit(benefit: PersonBenefit): object {
  return withRecordFields(benefit, {
    person_id: benefit.personId,
    benefit_type_id: benefit.benefitTypeId,
    eligible: benefit.eligible,
    effective_from: benefit.effectiveFrom,
    effective_to: benefit.effectiveTo,
    source: 'manual',
    reason: benefit.reason,
    policy_id: null,
  });
}

/** What a policy gives a person, with the version and instants of the policy. */
export function presentPolicyEligibility(eligibility: PolicyEligibility, policy: BenefitPolicy): object {
  return withRecordFields(policy, {
    id: eligibility.id,
    person_id: eligibility.personId,
    benefit_type_id: policy.benefitTypeId,
    eligible: true,
    effective_from: eligibility.effectiveFrom,
    effective_to: eligibility.effectiveTo,
    source: 'policy',
    reason: null,
    policy_id: policy.id,
  });
}
